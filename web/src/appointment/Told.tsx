import { useTranslation } from 'react-i18next'
import type { DeliveryView, NoticeState } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'

/** Whether the client has been told, and how it went: one line for each notice. */
export function Told({ notices }: { notices: readonly NoticeState[] }) {
  const text = useText()
  if (notices.length === 0) return null
  return (
    <ul className="ap-told quiet ap-noprint">
      {notices.map((notice) => (
        <li key={notice.id}>
          {text(notice.label)}: <Deliveries deliveries={notice.deliveries} />
        </li>
      ))}
    </ul>
  )
}

export function Deliveries({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  const { t } = useTranslation('appointment')
  const when = useWhen()
  return (
    <>
      {deliveries.map((delivery, index) => (
        <span key={delivery.channel} className={delivery.state === 'failed' || delivery.state === 'uncertain' ? 'ap-bad' : undefined}>
          {index > 0 && ' · '}
          {t(`channel.${delivery.channel}`)} {t(`delivery.${delivery.state}`)}
          {delivery.at && delivery.state === 'sent' && <span className="num"> {when.instant(delivery.at)}</span>}
          {delivery.code && delivery.state !== 'sent' && <> ({t([`code.${delivery.code}`, 'code.other'] as never, { code: delivery.code }) as string})</>}
        </span>
      ))}
    </>
  )
}
