import { useTranslation } from 'react-i18next'
import type { Message } from '../../api/types'
import { useWhen } from '../../client/when'

/** A conversation, oldest first, with who said what in words as well as by the side it stands on. */
export function Thread({ messages, mine }: { messages: readonly Message[]; mine: Message['from'] }) {
  const { t } = useTranslation(['matter', 'mandate'])
  const when = useWhen()
  const sorted = [...messages].sort((a, b) => a.at.localeCompare(b.at))
  return (
    <ol className="thread">
      {sorted.map((message) => (
        <li key={message.id} className={message.from === mine ? 'thread-mine' : undefined}>
          <p className="thread-who">
            <b>{message.author}</b> {message.acting && <span className="quiet">{t(`mandate:did.${message.acting}`)} </span>}
            <span className="quiet num">{when.instant(message.at)}</span>
          </p>
          <p className="mt-text">{message.text}</p>
          {message.from === mine && message.read_at && <p className="quiet">{t('message.read', { date: when.instant(message.read_at) })}</p>}
        </li>
      ))}
    </ol>
  )
}
