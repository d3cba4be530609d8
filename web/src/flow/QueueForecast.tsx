import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowQueue, QueueForecast } from '../api/types'
import { useLanguage } from '../i18n/text'
import { decimal } from '../steering/numbers'
import { shortDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { drawn, weekFrom } from './forecast'
import { useQueueForecast } from './queries'
import { useSaid } from './words'

/** How long a queue has been and is expected to be; asked for when it is opened. */
export function QueueForecastNote({ queue, name }: { queue: FlowQueue; name: string }) {
  const { t } = useTranslation('flow')
  const [open, setOpen] = useState(false)
  const forecast = useQueueForecast(queue, open)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={t('forecast.open_of', { name })}>{t('forecast.open')}</summary>
      {open && forecast.isPending && <Loading />}
      {forecast.isError && <ProblemNote error={forecast.error} />}
      {open && forecast.data && <Told forecast={forecast.data} name={name} />}
    </details>
  )
}

function Told({ forecast, name }: { forecast: QueueForecast; name: string }) {
  const { t } = useTranslation('flow')
  const language = useLanguage()
  const said = useSaid()
  const told = forecast.to_come
  const four = told?.ahead.find(({ weeks }) => weeks === 4)
  return (
    <div className="stack flow-forecast">
      {told && four ? (
        <>
          <p>{t('forecast.four', { expected: decimal(four.expected, language, 0), low: four.low80, high: four.high80 })}</p>
          <p>
            {t('forecast.week', { came: decimal(told.came, language), went: decimal(told.went, language) })}{' '}
            {told.wait_days === undefined ? t('forecast.none_leave') : t('forecast.wait', { days: said.days(Math.round(told.wait_days)) })}
          </p>
        </>
      ) : (
        <p>{t('forecast.too_little')}</p>
      )}
      <Drawing forecast={forecast} name={name} />
      {told && (
        <p className="quiet">
          {t('forecast.how', { count: told.weeks_used })}{' '}
          {told.checked.tried > 0 ? t('forecast.checked', { tried: told.checked.tried, within: told.checked.within, weeks: told.checked.weeks }) : t('forecast.unchecked')}
        </p>
      )}
      <details>
        <summary aria-label={t('forecast.table_of', { name })}>{t('forecast.table')}</summary>
        <Table forecast={forecast} name={name} />
      </details>
    </div>
  )
}

function Drawing({ forecast, name }: { forecast: QueueForecast; name: string }) {
  const { t } = useTranslation('flow')
  const language = useLanguage()
  const id = useId()
  const box = { width: 360, height: 150, left: 30, bottom: 22 }
  const lines = drawn(forecast, box)
  if (!lines) return null
  const floor = box.height - box.bottom
  return (
    <svg className="flow-length" viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-labelledby={id}>
      <title id={id}>{t('forecast.drawn', { name })}</title>
      <polygon className="flow-length-band" points={lines.band} />
      <polyline className="flow-length-past" points={lines.past} />
      <polyline className="flow-length-ahead" points={lines.ahead} />
      <line className="flow-length-axis" x1={box.left} x2={box.width - 6} y1={floor} y2={floor} />
      <line className="flow-length-now" x1={lines.now} x2={lines.now} y1={8} y2={floor} />
      <text x={box.left - 5} y="13" textAnchor="end">
        {lines.top}
      </text>
      <text x={box.left - 5} y={floor} textAnchor="end">
        0
      </text>
      <text x={box.left} y={box.height - 6}>
        {shortDate(lines.first, language)}
      </text>
      <text x={lines.now} y={box.height - 6} textAnchor="middle">
        {t('forecast.now')}
      </text>
      {lines.last && (
        <text x={box.width - 6} y={box.height - 6} textAnchor="end">
          {shortDate(lines.last, language)}
        </text>
      )}
    </svg>
  )
}

function Table({ forecast, name }: { forecast: QueueForecast; name: string }) {
  const { t } = useTranslation('flow')
  const language = useLanguage()
  return (
    <div className="scroll-x" role="region" aria-label={t('forecast.table_of', { name })} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {(['date', 'waiting', 'interval'] as const).map((one) => (
              <th key={one} scope="col">
                {t(`forecast.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {forecast.past.map((week) => (
            <tr key={-week.weeks_ago}>
              <th scope="row">{shortDate(weekFrom(forecast.on, -week.weeks_ago), language)}</th>
              <td className="num">{week.n}</td>
              <td />
            </tr>
          ))}
          {forecast.to_come?.ahead.map((week) => (
            <tr key={week.weeks}>
              <th scope="row">{shortDate(weekFrom(forecast.on, week.weeks), language)}</th>
              <td className="num">{t('forecast.about', { n: decimal(week.expected, language) })}</td>
              <td className="num">
                {week.low80}–{week.high80}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
