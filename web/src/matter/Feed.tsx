import { useTranslation } from 'react-i18next'
import type { Matter, Step } from '../api/types'
import { ShowMore } from '../client/picture/ShowMore'
import { useWhen } from '../client/when'

/** What has happened in the matter, newest first. */
export function Feed({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  return (
    <section className="card mt-card" aria-labelledby="feed-title">
      <h2 id="feed-title">{t('feed')}</h2>
      {matter.steps.length === 0 ? (
        <p className="quiet">{t('feed_empty')}</p>
      ) : (
        <ShowMore items={matter.steps} first={8}>
          {(shown) => (
            <ol className="mt-feed">
              {shown.map((step) => (
                <Entry key={step.id} step={step} />
              ))}
            </ol>
          )}
        </ShowMore>
      )}
    </section>
  )
}

function Entry({ step }: { step: Step }) {
  const { t, i18n } = useTranslation('matter')
  const when = useWhen()
  const named = (value: string | undefined) => (value && i18n.exists(`codes:lane.${value}`) ? t(`codes:lane.${value}` as never) : value)
  const what = i18n.exists(`matter:step.${step.kind}`) ? t(`step.${step.kind}` as never) : t('step.other')
  return (
    <li>
      <p>
        <b>{what}</b>
        {step.to && (
          <>
            {' '}
            {step.from ? `${named(step.from)} → ` : ''}
            {named(step.to)}
          </>
        )}
      </p>
      {step.text && <p>{step.text}</p>}
      {step.reason && <p className="mt-quote">{i18n.exists(`matter:pause_reasons.${step.reason}`) ? t(`pause_reasons.${step.reason}` as never) : i18n.exists(`matter:close_reasons.${step.reason}`) ? t(`close_reasons.${step.reason}` as never) : step.reason}</p>}
      <p className="quiet num">
        {when.instant(step.at)} · {step.actor.name}
      </p>
    </li>
  )
}
