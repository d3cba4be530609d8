import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { GroupAct, GroupAge, GroupConsequence, GroupMeasure, GroupMedian } from '../api/types'
import { usePageTitle } from '../app/page'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useGroup } from './queries'
import { useValue } from './StoryList'
import './story.css'

/** What tells an act from another. */
const key = ({ part, code }: GroupAct) => `${part} ${code}`

const AGES: readonly GroupAge[] = ['0-17', '18-64', '65-74', '75-84', '85-']

/** What came after an act in a group of people, beside people like them. Nobody is named. */
export function Component() {
  const { t } = useTranslation('story')
  const text = useText()
  usePageTitle(t('group.title'))
  const [act, setAct] = useState<GroupAct>()
  const [measure, setMeasure] = useState('')
  const [age, setAge] = useState<GroupAge>()
  const whole = act !== undefined && measure !== ''
  const asked = whole ? { part: act.part, code: act.code, measure, age } : {}
  const query = useGroup(asked)
  const known = query.data
  const chosen = known?.measures.find((one) => one.measure === measure)
  return (
    <main id="main" tabIndex={-1} className="page stack">
      <div>
        <h1>{t('group.title')}</h1>
        <p className="quiet">{t('group.lead')}</p>
      </div>
      {query.isPending && <Loading />}
      {query.isError && (
        <>
          <ProblemNote error={query.error} />
          <p>
            <Button onClick={() => void query.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {known && known.acts.length === 0 && <p className="card">{t('group.no_acts', { count: known.least })}</p>}
      {known && known.acts.length > 0 && (
        <section className="card stack" aria-labelledby="gp-ask">
          <h2 id="gp-ask">{t('group.ask')}</h2>
          <div className="st-filters">
            <Select label={t('group.act')} value={act ? key(act) : ''} onChange={(event) => setAct(known.acts.find((one) => key(one) === event.target.value))}>
              <option value="">{t('group.choose')}</option>
              {known.acts.map((one) => (
                <option key={key(one)} value={key(one)}>
                  {text(one.name)}
                </option>
              ))}
            </Select>
            <Select label={t('group.measure')} value={measure} onChange={(event) => setMeasure(event.target.value)}>
              <option value="">{t('group.choose')}</option>
              {known.measures.map((one) => (
                <option key={one.measure} value={one.measure}>
                  {text(one.name)}
                </option>
              ))}
            </Select>
            <Select label={t('group.age')} value={age ?? ''} onChange={(event) => setAge(AGES.find((one) => one === event.target.value))}>
              <option value="">{t('group.all_ages')}</option>
              {AGES.map((one) => (
                <option key={one} value={one}>
                  {one === '85-' ? t('group.from_85') : one.replace('-', '–')}
                </option>
              ))}
            </Select>
          </div>
          <div role="status" aria-busy={query.isPlaceholderData}>
            {!whole && <p className="quiet">{t('group.choose_both')}</p>}
            {whole && known.too_few && <p>{t('group.too_few', { count: known.least })}</p>}
            {whole && known.group && chosen && <Told group={known.group} measure={chosen} least={known.least} />}
          </div>
          <p className="note note-info">{text(known.caution)}</p>
          <details>
            <summary>{t('group.how')}</summary>
            <p>{t('group.how_words')}</p>
            <p className="quiet">
              {known.source} · <Link to="/rules/story">{t('rules', { version: known.rules_version })}</Link>
            </p>
          </details>
        </section>
      )}
    </main>
  )
}

function Told({ group, measure, least }: { group: GroupConsequence; measure: GroupMeasure; least: number }) {
  const { t } = useTranslation('story')
  const text = useText()
  const value = useValue()
  const change = ({ median, low, high }: GroupMedian) => {
    const told = signed(value(median), median)
    return low === undefined || high === undefined ? told : t('group.interval', { median: told, low: signed(value(low), low), high: signed(value(high), high) })
  }
  return (
    <table className="table table-stack st-after">
      <caption>{t('group.caption', { measure: text(measure.name) })}</caption>
      <tbody>
        <tr>
          <th scope="row">{t('group.n')}</th>
          <td>{group.n}</td>
        </tr>
        <tr>
          <th scope="row">{t('group.before')}</th>
          <td>{value(group.before, measure.unit)}</td>
        </tr>
        <tr>
          <th scope="row">{t('group.change')}</th>
          <td>{change(group.change)}</td>
        </tr>
        <tr>
          <th scope="row">{measure.error === undefined ? t('group.better_worse') : t('group.better_worse_error', { error: value(measure.error, measure.unit) })}</th>
          <td>{t('group.better_worse_words', { better: group.better, worse: group.worse })}</td>
        </tr>
        <tr>
          <th scope="row">{t('group.beside')}</th>
          <td>{group.beside ? t('group.beside_words', { count: group.beside.pairs, change: change(group.beside.change) }) : t('group.nobody_beside', { count: least })}</td>
        </tr>
        {group.beside && (
          <tr>
            <th scope="row">{t('group.difference')}</th>
            <td>{change(group.beside.difference)}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

/** A change has its sign; the minus is a minus. */
function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text.replace('-', '−')
}
