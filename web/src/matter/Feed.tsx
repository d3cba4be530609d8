import { useTranslation } from 'react-i18next'
import type { Matter, Step } from '../api/types'
import { ShowMore } from '../client/picture/ShowMore'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { useReasonWords } from './reasonWords'

/** What has happened in the matter, newest first. */
export function Feed({ matter }: { matter: Matter }) {
  const { t } = useTranslation(['matter', 'mandate'])
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
                <Entry key={step.id} step={step} matter={matter} />
              ))}
            </ol>
          )}
        </ShowMore>
      )}
    </section>
  )
}

function Entry({ step, matter }: { step: Step; matter: Matter }) {
  const { t, i18n } = useTranslation(['matter', 'mandate'])
  const when = useWhen()
  const words = useReasonWords()
  const text = useText()
  // A step about a clock names its rule; the rule has words.
  const clock = matter.deadlines.find(({ rule }) => rule === step.text)
  // What a step went from and to is a code of its kind, a date, or a name.
  const named = (value: string | undefined) => {
    if (!value) return value
    const key = ['codes:lane.', 'codes:service_task.', 'matter:note.kind.', 'matter:document_kind.', 'matter:decision.outcome.', 'matter:decision.channel.', 'remedy:review.channel.', 'remedy:review.outcome.', 'remedy:appeal.outcome.', 'remedy:appeal.state.', 'remedy:correction.kind.'].find((group) => i18n.exists(group + value))
    if (key) return t((key + value) as never) as string
    if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return when.instant(value)
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? when.day(value) : value
  }
  const what = i18n.exists(`matter:step.${step.kind}`) ? t(`step.${step.kind}` as never) : t('step.other')
  return (
    <li>
      <p>
        <b>{what}</b>
        {(step.to ?? (step.kind.startsWith('appointment_') ? step.from : undefined)) && (
          <>
            {': '}
            {step.from && step.to && step.from !== step.to ? `${named(step.from)} → ` : ''}
            {named(step.to ?? step.from)}
          </>
        )}
      </p>
      {step.text && <p>{clock ? text(clock.label) : step.text}</p>}
      {step.reason && <p className="mt-quote">{i18n.exists(`matter:reopened_by.${step.reason}`) ? t(`reopened_by.${step.reason}` as never) : words(step.reason)}</p>}
      <p className="quiet num">
        {when.instant(step.at)} · {step.actor.name || t('system')}
        {step.acting && `, ${t(`mandate:did.${step.acting}`)}`}
      </p>
    </li>
  )
}
