import { useTranslation } from 'react-i18next'
import { useLanguage, useText } from '../i18n/text'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { useOwnServiceRequests } from './queries'
import './requests.css'

/** What has been asked for oneself, in plain words: who asked whom for what, and where it is now. Nothing when there is nothing. */
export function OwnServiceRequests({ shown }: { shown: boolean }) {
  const { t } = useTranslation('requests')
  const text = useText()
  const language = useLanguage()
  const all = useOwnServiceRequests(shown).data ?? []
  if (!shown || all.length === 0) return null
  return (
    <section className="my-card" aria-labelledby="my-requests">
      <h2 id="my-requests">{t('own.title')}</h2>
      <ul className="plain-list stack">
        {all.map((one) => (
          <li key={one.id}>
            <div className="spread">
              <b>{text(one.name)}</b>
              <Pill tone={one.state === 'done' || one.state === 'followed' ? 'success' : 'neutral'}>{t(one.asked ? 'own.state.asked' : `own.state.${one.state}`)}</Pill>
            </div>
            <p>
              {t('own.who', { from: one.from_team, to: one.to, date: longDate(one.sent_at, language) })}{' '}
              {one.waits_for && t(`own.now.${one.waits_for}`, { team: one.waits_for === 'sender' ? one.from_team : one.to })}{' '}
              {one.waits_for && one.due_on && t('own.by', { date: longDate(one.due_on, language) })}
            </p>
            <details>
              <summary>{t('own.what')}</summary>
              <p className="rq-words">{one.words}</p>
            </details>
            {one.result && <p className="rq-words">{t('result_is', { words: one.result })}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
