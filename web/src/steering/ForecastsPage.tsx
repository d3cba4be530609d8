import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { DemandService, ForecastArea, ForecastDay } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { longDate, shortDate, weekdayDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { band, decimal, written } from './numbers'
import { useCapacity, useForecasts } from './queries'
import './steering.css'

const services: DemandService[] = ['emergency_visit', 'home_care_visit', 'ward_stay', 'contact']
const box = { width: 720, height: 240, left: 40, bottom: 24 }

/** Need to come by day and area, with what came of what was forecast before. */
export function Component() {
  const { t } = useTranslation('steering')
  usePageTitle(t('forecast.title'))
  const text = useText()
  const language = useLanguage()
  const [params, setParams] = useSearchParams()
  const service = services.find((one) => one === params.get('service')) ?? 'emergency_visit'
  const page = useForecasts(service)
  const area = page.data?.areas.find((one) => one.area === params.get('area')) ?? page.data?.areas[0]
  const areaName = (one: ForecastArea) => (one.area === 'all' ? t('forecast.county') : text(one.name) || one.area)
  return (
    <main id="main" tabIndex={-1} className="page stack st-page">
      <div>
        <h1>{t('forecast.title')}</h1>
        <p className="quiet">{t('forecast.lead')}</p>
        <p className="no-print">
          <Link to="/dashboard">{t('forecast.back')}</Link>
        </p>
      </div>
      <div className="st-filters no-print">
        <Select label={t('forecast.service')} value={service} onChange={(event) => setParams({ service: event.target.value }, { replace: true })}>
          {services.map((one) => (
            <option key={one} value={one}>
              {t(`forecast.services.${one}`)}
            </option>
          ))}
        </Select>
        {(page.data?.areas.length ?? 0) > 1 && (
          <Select label={t('forecast.area')} value={area?.area ?? ''} onChange={(event) => setParams({ service, area: event.target.value }, { replace: true })}>
            {page.data?.areas.map((one) => (
              <option key={one.area} value={one.area}>
                {areaName(one)}
              </option>
            ))}
          </Select>
        )}
        <Button onClick={() => window.print()}>{t('print')}</Button>
      </div>
      {page.isPending && <Loading />}
      {page.isError && <ProblemNote error={page.error} />}
      {page.data && !area && <div className="card empty">{t('forecast.none')}</div>}
      {page.data && area && (
        <section className="card stack" aria-label={`${t(`forecast.services.${service}`)}, ${areaName(area)}`}>
          <h2>
            {t(`forecast.services.${service}`)}, {areaName(area)}
          </h2>
          <p>{t('forecast.mean', { value: decimal(area.mean, language) })}</p>
          <Drawing days={area.days} label={t('forecast.drawn', { service: t(`forecast.services.${service}`), area: areaName(area) })} />
          <ul className="st-key">
            <li className="st-key-line">{t('forecast.expected')}</li>
            <li className="st-key-80">{t('forecast.band80')}</li>
            <li className="st-key-95">{t('forecast.band95')}</li>
            <li className="st-key-came">{t('forecast.came')}</li>
          </ul>
          <p>
            {area.checked.in80 === undefined || area.checked.in95 === undefined
              ? t('forecast.unchecked')
              : t('forecast.checked', { in80: written(area.checked.in80, 'share', language), in95: written(area.checked.in95, 'share', language), days: area.checked.days })}{' '}
            {area.checked.tried > 0 && t('forecast.tried', { count: area.checked.tried })}
          </p>
          <details>
            <summary>{t('forecast.table')}</summary>
            <Table days={area.days} />
          </details>
          <p className="quiet">{t('forecast.made', { made: page.data.made_on ? longDate(page.data.made_on, language) : '–', counted: page.data.counted_to ? longDate(page.data.counted_to, language) : '–' })}</p>
        </section>
      )}
      <Places key={`${service}${area?.area ?? ''}`} arrivals={area?.mean} />
    </main>
  )
}

function Drawing({ days, label }: { days: ForecastDay[]; label: string }) {
  const id = useId()
  const language = useLanguage()
  const made = band(days, box)
  const [first, last] = [days[0], days.at(-1)]
  if (!made || !first || !last) return null
  const floor = box.height - box.bottom
  return (
    <svg className="st-chart" viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-labelledby={id}>
      <title id={id}>{label}</title>
      <polygon className="st-band95" points={made.band95} />
      <polygon className="st-band80" points={made.band80} />
      <polyline className="st-line" points={made.line} />
      {made.dots.map(([x, y]) => (
        <circle key={x} className="st-came" cx={x} cy={y} r="3.5" />
      ))}
      <line className="st-axis" x1={box.left} x2={box.width - 8} y1={floor} y2={floor} />
      <text x={box.left - 6} y="14" textAnchor="end">
        {decimal(made.top, language, 0)}
      </text>
      <text x={box.left - 6} y={floor} textAnchor="end">
        0
      </text>
      <text x={box.left} y={box.height - 6}>
        {shortDate(first.on, language)}
      </text>
      <text x={box.width - 8} y={box.height - 6} textAnchor="end">
        {shortDate(last.on, language)}
      </text>
    </svg>
  )
}

function Table({ days }: { days: ForecastDay[] }) {
  const { t } = useTranslation('steering')
  const language = useLanguage()
  return (
    <div className="st-scroll" role="region" aria-label={t('forecast.table')} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {(['day', 'expected', 'band80', 'band95', 'came'] as const).map((one) => (
              <th key={one} scope="col">
                {t(`forecast.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.on}>
              <th scope="row">{weekdayDate(day.on, language)}</th>
              <td className="num">{decimal(day.expected, language)}</td>
              <td className="num">
                {day.low80}–{day.high80}
              </td>
              <td className="num">
                {day.low95}–{day.high95}
              </td>
              <td className="num">{day.few ? t('few') : (day.came ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A number as people type it: 4,5. */
const read = (typed: string) => (typed.trim() === '' ? Number.NaN : Number(typed.trim().replace(',', '.')))

/** How many places a need takes. */
function Places({ arrivals }: { arrivals?: number }) {
  const { t } = useTranslation('steering')
  const language = useLanguage()
  const [form, setForm] = useState({ arrivals: arrivals === undefined ? '' : decimal(arrivals, language), length: '1', places: '10', share: '5' })
  const count = useCapacity()
  const id = useId()
  const numbers = { arrivals: read(form.arrivals), length: read(form.length), places: read(form.places), share: read(form.share) / 100 }
  const wrong = (name: keyof typeof form) => (Number.isNaN(numbers[name]) || (name === 'places' && !Number.isInteger(numbers.places)) ? t('places.not_a_number') : undefined)
  const names = ['arrivals', 'length', 'places', 'share'] as const
  const share = (value: number) => written(value, 'share', language)
  const { data } = count
  return (
    <section className="card stack no-print" aria-labelledby={id}>
      <h2 id={id}>{t('places.title')}</h2>
      <p className="quiet">{t('places.lead')}</p>
      <form
        className="st-filters"
        onSubmit={(event) => {
          event.preventDefault()
          if (names.every((name) => !wrong(name))) count.mutate(numbers)
        }}
      >
        {names.map((name) => (
          <TextField key={name} label={t(`places.${name}`)} value={form[name]} onChange={(value) => setForm({ ...form, [name]: value })} inputMode="text" error={wrong(name)} autoComplete="off" />
        ))}
        <Button type="submit" busy={count.isPending}>
          {t('places.count')}
        </Button>
      </form>
      {count.isError && <ProblemNote error={count.error} />}
      {data && (
        <div role="status">
          <ul>
            <li>{t('places.load', { value: decimal(data.load, language) })}</li>
            <li>{t('places.turned_away', { share: share(data.turned_away) })}</li>
            <li>
              {data.waits === undefined || data.mean_wait_days === undefined ? t('places.endless') : t('places.waits', { share: share(data.waits), days: decimal(data.mean_wait_days, language, 2) })}
            </li>
            {data.needed_without_waiting !== undefined && <li>{t('places.needed_without', { count: data.needed_without_waiting, share: share(data.share) })}</li>}
            {data.needed_with_waiting !== undefined && <li>{t('places.needed_with', { count: data.needed_with_waiting, share: share(data.share) })}</li>}
          </ul>
        </div>
      )}
    </section>
  )
}
