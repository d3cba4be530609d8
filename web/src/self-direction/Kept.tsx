import { useTranslation } from 'react-i18next'
import type { ClientSelfDirection } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'

/** What was chosen before, and until when it held. */
export function Kept({ now }: { now: ClientSelfDirection }) {
  const { t } = useTranslation('selfdirection')
  const text = useText()
  const when = useWhen()
  if (now.kept.length === 0) return null
  return (
    <details className="my-card sd-kept">
      <summary>{t('history')}</summary>
      <ul>
        {now.kept.map((one) => {
          const party = now.parties.find((each) => each.party === one.party)
          const situation = one.situation === 'ordinary' ? '' : text(now.situations.find((each) => each.situation === one.situation)?.label)
          return (
            <li key={`${one.situation}/${one.party}/${one.group}/${one.from}`}>
              <b>{[text(now.groups.find(({ code }) => code === one.group)?.label), text(party?.label), situation].filter(Boolean).join(' · ')}</b>
              <br />
              {text(party?.options.find(({ choice }) => choice === one.choice)?.label)}
              <br />
              <span className="quiet">{one.ended_at ? t('held', { from: when.instant(one.from), to: when.instant(one.ended_at) }) : t('holds', { from: when.instant(one.from) })}</span>
            </li>
          )
        })}
      </ul>
    </details>
  )
}
