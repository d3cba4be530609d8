import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DeadlineEffect, LensEffect, RetentionCount, RetentionEffect, RoutingEffect, RulePreview } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'

/** What a text would have done to last month's matters. */
export function Effect({ preview }: { preview: RulePreview }) {
  const { t } = useTranslation('rules')
  const language = useLanguage()
  const day = (value: string) => longDate(value, language)
  return (
    <div className="stack" role="group" aria-label={t('effect.title')}>
      <p className="quiet">{t(preview.routing || preview.deadlines ? 'effect.compared' : 'effect.compared_day', { version: preview.compared_with, from: day(preview.from), to: day(preview.to), start: day(preview.valid_from) })}</p>
      {preview.routing && <Routing effect={preview.routing} />}
      {preview.deadlines && <Deadlines effect={preview.deadlines} />}
      {preview.lenses && <Lenses effects={preview.lenses} />}
      {preview.retention && <Retention effect={preview.retention} />}
      {preview.codes && (
        preview.codes.length === 0 ? <p>{t('effect.nothing')}</p> : (
          <ul>
            {preview.codes.map((one) => (
              <li key={`${one.list}.${one.code}`}>
                <code>{one.list}</code>{one.code !== one.list && <> · <code>{one.code}</code></>}: {t(`change.${one.change}` as never)}
              </li>
            ))}
          </ul>
        )
      )}
    </div>
  )
}

function MatterNumber({ id, number }: { id?: string; number: string }) {
  return id ? <Link to={`/matters/${id}`}>{number}</Link> : <>{number}</>
}

function Routing({ effect }: { effect: RoutingEffect }) {
  const { t } = useTranslation('rules')
  const language = useLanguage()
  const ruleName = (rule: string) => (rule === 'fallback' ? t('effect.fallback') : rule)
  const differing = effect.by_rule.filter((one) => one.before !== one.after)
  return (
    <>
      <p className="rules-figure">{effect.moved === 0 ? t('effect.routing_none', { count: effect.matters }) : t('effect.routing', { count: effect.moved, matters: effect.matters })}</p>
      {effect.by_team.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t('effect.by_team')}>
          <table className="table">
            <caption className="sr-only">{t('effect.by_team')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('effect.team_before')}</th>
                <th scope="col">{t('effect.team_after')}</th>
                <th scope="col" className="rules-num">{t('effect.matters')}</th>
              </tr>
            </thead>
            <tbody>
              {effect.by_team.map((one) => (
                <tr key={`${one.from.key}>${one.to.key}`}>
                  <td>{one.from.name}</td>
                  <td>{one.to.name}</td>
                  <td className="rules-num num">{one.matters}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {differing.length > 0 && (
        <details>
          <summary>{t('effect.by_rule')}</summary>
          <ul>
            {differing.map((one) => (
              <li key={one.rule}>
                <code>{ruleName(one.rule)}</code>: {t('effect.from_to', { before: one.before, after: one.after })}
              </li>
            ))}
          </ul>
        </details>
      )}
      {effect.rows.length > 0 && (
        <details>
          <summary>{t('effect.rows', { count: effect.rows.length, all: effect.moved })}</summary>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t('effect.list')}>
            <table className="table">
              <caption className="sr-only">{t('effect.list')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('effect.number')}</th>
                  <th scope="col">{t('effect.initiated')}</th>
                  <th scope="col">{t('effect.what')}</th>
                  <th scope="col">{t('effect.team_before')}</th>
                  <th scope="col">{t('effect.team_after')}</th>
                </tr>
              </thead>
              <tbody>
                {effect.rows.map((one) => (
                  <tr key={one.number}>
                    <td className="num">
                      <MatterNumber id={one.id} number={one.number} />
                    </td>
                    <td>{longDate(one.initiated_on, language)}</td>
                    <td>
                      {t(`codes:situation.${one.situation}`)} · {t(`codes:service_task.${one.service_task}`)}
                    </td>
                    <td>
                      {one.from.name} <code className="quiet">{ruleName(one.rule_before)}</code>
                    </td>
                    <td>
                      {one.to.name} <code className="quiet">{ruleName(one.rule_after)}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </>
  )
}

function Deadlines({ effect }: { effect: DeadlineEffect }) {
  const { t } = useTranslation('rules')
  const language = useLanguage()
  const text = useText()
  const day = (value?: string) => (value ? longDate(value, language) : t('effect.no_date'))
  if (effect.by_rule.length === 0) return <p>{t('effect.nothing')}</p>
  const figures: [string, number, ('danger' | 'success')?][] = [
    ['moved', effect.moved], ['earlier', effect.earlier], ['later', effect.later], ['more', effect.more], ['fewer', effect.fewer],
    ['become_overdue', effect.become_overdue, 'danger'], ['no_longer_overdue', effect.no_longer_overdue, 'success'], ['met_too_late', effect.met_too_late],
  ]
  return (
    <>
      <p className="rules-figure">{t('effect.deadlines', { count: effect.clocks, moved: effect.moved, overdue: effect.become_overdue })}</p>
      <p className="quiet">{t('effect.running_stay')}</p>
      <dl className="rules-figures">
        {figures.filter(([, count]) => count > 0).map(([name, count, tone]) => (
          <div key={name}>
            <dt>{t(`effect.figure.${name}` as never)}</dt>
            <dd>{tone ? <Pill tone={tone}>{count}</Pill> : <span className="num">{count}</span>}</dd>
          </div>
        ))}
      </dl>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('effect.rules_differ')}>
        <table className="table">
          <caption className="sr-only">{t('effect.rules_differ')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('effect.rule')}</th>
              <th scope="col">{t('effect.change')}</th>
              <th scope="col" className="rules-num">{t('effect.figure.moved')}</th>
              <th scope="col" className="rules-num">{t('effect.figure.more')}</th>
              <th scope="col" className="rules-num">{t('effect.figure.fewer')}</th>
              <th scope="col" className="rules-num">{t('effect.figure.become_overdue')}</th>
            </tr>
          </thead>
          <tbody>
            {effect.by_rule.map((one) => (
              <tr key={one.rule}>
                <td>
                  {text(one.label)} <code className="quiet">{one.rule}</code>
                </td>
                <td>{t(`change.${one.change}` as never)}</td>
                <td className="rules-num num">{one.moved}</td>
                <td className="rules-num num">{one.more}</td>
                <td className="rules-num num">{one.fewer}</td>
                <td className="rules-num num">{one.become_overdue}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {effect.rows.length > 0 && (
        <details>
          <summary>{t('effect.rows', { count: effect.rows.length, all: effect.moved + effect.more + effect.fewer })}</summary>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t('effect.list')}>
            <table className="table">
              <caption className="sr-only">{t('effect.list')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('effect.number')}</th>
                  <th scope="col">{t('effect.rule')}</th>
                  <th scope="col">{t('effect.started')}</th>
                  <th scope="col">{t('effect.due_before')}</th>
                  <th scope="col">{t('effect.due_after')}</th>
                </tr>
              </thead>
              <tbody>
                {effect.rows.map((one, index) => (
                  <tr key={`${one.number}-${one.rule}-${index}`}>
                    <td className="num">
                      <MatterNumber id={one.id} number={one.number} />
                    </td>
                    <td>{text(one.label)}</td>
                    <td>{longDate(one.started_on, language)}</td>
                    <td>
                      {day(one.due_before)} {one.overdue_before && <Pill tone="danger">{t('effect.overdue')}</Pill>}
                    </td>
                    <td>
                      {day(one.due_after)} {one.overdue_after && <Pill tone="danger">{t('effect.overdue')}</Pill>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </>
  )
}

/** How much each rule finds beyond its time, before and after. */
function Retention({ effect }: { effect: RetentionEffect }) {
  const { t } = useTranslation('rules')
  const text = useText()
  const told = (unit: 'persons' | 'lines' | 'cases', count: RetentionCount | undefined, which: 'removed' | 'held') => {
    if (!count) return <span className="quiet">{t('effect.retention.none')}</span>
    const what = t(`effect.retention.${unit}`, { count: count[which] })
    return count.at_least ? t('effect.retention.at_least', { what }) : what
  }
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('effect.title')}>
        <table className="table table-stack">
          <caption className="sr-only">{t('effect.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('effect.retention.rule')}</th>
              <th scope="col">{t('effect.change')}</th>
              <th scope="col">{t('effect.retention.before')}</th>
              <th scope="col">{t('effect.retention.after')}</th>
              <th scope="col">{t('effect.retention.held')}</th>
            </tr>
          </thead>
          <tbody>
            {effect.rules.map((one) => (
              <tr key={one.rule}>
                <td data-label={t('effect.retention.rule')}>
                  {text(one.label)} <code className="quiet">{one.rule}</code>
                </td>
                <td data-label={t('effect.change')}>{t(`change.${one.change}` as never)}</td>
                <td data-label={t('effect.retention.before')}>{told(one.unit, one.before, 'removed')}</td>
                <td data-label={t('effect.retention.after')}>{told(one.unit, one.after, 'removed')}</td>
                <td data-label={t('effect.retention.held')}>{one.after && one.unit === 'persons' ? told(one.unit, one.after, 'held') : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">{t('effect.retention.held_about')}</p>
    </>
  )
}

function Lenses({ effects }: { effects: LensEffect[] }) {
  const { t } = useTranslation('rules')
  if (effects.length === 0) return <p>{t('effect.nothing')}</p>
  return (
    <ul className="plain-list rules-lenses">
      {effects.map((one) => (
        <li key={one.role}>
          <h3>
            {t(`codes:role.${one.role}` as never)} <span className="quiet">{t('effect.people', { count: one.people })}</span>
          </h3>
          <Order title={t('effect.sections')} before={one.sections_before} after={one.sections_after} words="section" />
          <Order title={t('effect.timeline')} before={one.timeline_before} after={one.timeline_after} words="lane" />
        </li>
      ))}
    </ul>
  )
}

/** The new order with what each came from; nothing when it is as before. */
function Order({ title, before, after, words }: { title: string; before: string[]; after: string[]; words: 'section' | 'lane' }) {
  const { t } = useTranslation('rules')
  if (before.join() === after.join()) return null
  return (
    <>
      <p className="strong">{title}</p>
      <ol className="rules-order">
        {after.map((code, index) => {
          const was = before.indexOf(code)
          return (
            <li key={code}>
              {words === 'section' ? t(`section.${code}` as never) : t(`lane.${code}` as never)} {was !== index && <span className="quiet">{t('effect.was', { place: was + 1 })}</span>}
            </li>
          )
        })}
      </ol>
    </>
  )
}
