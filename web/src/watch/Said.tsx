import { useTranslation } from 'react-i18next'
import type { WatchWord } from '../api/types'
import { useLanguage } from '../i18n/text'
import { dateTime } from '../ui/format'

/** What has been asked, answered and decided, oldest first. */
export function Said({ words }: { words: WatchWord[] }) {
  const { t } = useTranslation('watch')
  const language = useLanguage()
  return (
    <ul className="plain-list watch-said">
      {words.map((one) => (
        <li key={`${one.kind}-${one.at}`}>
          <b>
            {one.outcome ? t(`choice.${one.outcome}`) : one.finding ? t('found', { finding: t(`finding.${one.finding}`) }) : t(`kind.${one.kind}`)}
            {one.reported_to && `: ${t(`reported_to.${one.reported_to}`)}`}
          </b>
          <p>{one.words}</p>
          <span className="quiet">
            {one.by?.name}, {dateTime(one.at, language)}
          </span>
        </li>
      ))}
    </ul>
  )
}
