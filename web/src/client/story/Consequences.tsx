import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ConsequenceAct } from '../../api/types'
import { useText } from '../../i18n/text'
import { MayHold } from '../../story/MayHold'
import { placeOf } from '../../story/places'
import { useConsequences } from '../../story/queries'
import { useValue } from '../../story/StoryList'
import { Pill } from '../../ui/Pill'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { useWhen } from '../when'

/** What was begun or done, and what came after: measures, use and goals, before and after. */
export function Consequences({ clientId }: { clientId: string }) {
  const { t } = useTranslation('story')
  const text = useText()
  const query = useConsequences(clientId)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const { acts, caution, others_may_hold: others, registers_open: open } = query.data
  return (
    <section className="st-acts" aria-labelledby="st-after">
      <h2 id="st-after">{t('after.title')}</h2>
      <p className="note note-info">{text(caution)}</p>
      {acts.length === 0 && <p className="card">{t('after.empty')}</p>}
      {acts.map((act) => (
        <Act key={`${act.part}${act.place.id}`} act={act} clientId={clientId} />
      ))}
      {others && <MayHold client={clientId} open={open} />}
    </section>
  )
}

function Act({ act, clientId }: { act: ConsequenceAct; clientId: string }) {
  const { t } = useTranslation(['story', 'functioning'])
  const text = useText()
  const when = useWhen()
  const value = useValue()
  const place = placeOf(clientId, act.place)
  const title = text(act.sentence)
  const goals = act.goals.reached + act.goals.going + act.goals.given_up
  const use = act.uses.filter((one) => one.earlier + one.before + one.after > 0)
  const [days] = act.uses.map((one) => one.days)
  return (
    <article className="card stack" aria-label={title}>
      <div className="spread">
        <h3>{place ? <Link to={place}>{title}</Link> : title}</h3>
        <span className="quiet">{when.day(act.on)}</span>
      </div>
      {act.measures.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t('after.measures_of', { act: title })}>
          <table className="table table-stack st-after">
            <caption className="sr-only">{t('after.measures_of', { act: title })}</caption>
            <thead>
              <tr>
                <th scope="col">{t('after.measure')}</th>
                <th scope="col">{t('after.before')}</th>
                <th scope="col">{t('after.after')}</th>
                <th scope="col">{t('after.change')}</th>
                <th scope="col">{t('after.earlier')}</th>
              </tr>
            </thead>
            <tbody>
              {act.measures.map((one) => (
                <tr key={`${one.measure}${one.voice}`}>
                  <th scope="row">{`${text(one.name)} · ${t(`voice.${one.voice}`)}`}</th>
                  <td data-label={t('after.before')}>{`${value(one.before.value, one.unit)} (${when.day(one.before.on)})`}</td>
                  <td data-label={t('after.after')}>{`${value(one.after.value, one.unit)} (${when.day(one.after.on)})`}</td>
                  <td data-label={t('after.change')}>
                    <Pill tone={one.change === 'worse' ? 'warning' : one.change === 'better' ? 'success' : 'neutral'}>{t(`functioning:change.${one.change}`)}</Pill>
                  </td>
                  <td data-label={t('after.earlier')}>{one.earlier ? t(`functioning:change.${one.earlier}`) : t('after.not_known')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {act.measures.length === 0 && <p className="quiet">{t('after.no_measures')}</p>}
      {use.length > 0 && days !== undefined && (
        <ul className="plain-list">
          {use.map((one) => (
            <li key={one.kind}>
              <b>{t(`after.use.${one.kind}`)}</b> {t('after.use_words', { days: one.days, before: one.before, after: one.after, earlier: one.earlier })}
            </li>
          ))}
        </ul>
      )}
      {use.length === 0 && days !== undefined && <p className="quiet">{t('after.no_use', { days })}</p>}
      {act.uses_from && <p className="quiet">{t('after.too_early', { date: when.day(act.uses_from) })}</p>}
      {goals > 0 && <p>{t('after.goals', { ...act.goals })}</p>}
      {act.others > 0 && <p className="quiet">{t('after.others', { count: act.others })}</p>}
    </article>
  )
}
