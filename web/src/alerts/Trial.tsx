import { useTranslation } from 'react-i18next'
import type { AlertTrial } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { longDate } from '../ui/format'
import { hours, usefulness } from './evidence'

/** What a text of alert rules would have raised in the past year. */
export function Trial({ trial }: { trial: AlertTrial }) {
  const { t } = useTranslation(['alerts', 'rules'])
  const language = useLanguage()
  const text = useText()
  const number = (value: number) => value.toLocaleString(language)
  return (
    <div className="stack" role="group" aria-label={t('trial.title')}>
      <p className="quiet">{t('trial.about', { from: longDate(trial.from, language), to: longDate(trial.to, language), version: trial.compared_with })}</p>
      <p className="rules-figure">{t('trial.sum', { count: trial.alerts, alerts: number(trial.alerts), hours: number(hours(trial.minutes)) })}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('trial.by_rule')}>
        <table className="table table-stack">
          <caption className="sr-only">{t('trial.by_rule')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('trial.rule')}</th>
              <th scope="col">{t('rules:effect.change')}</th>
              <th scope="col" className="rules-num">
                {t('trial.alerts')}
              </th>
              <th scope="col" className="rules-num">
                {t('trial.people')}
              </th>
              <th scope="col" className="rules-num">
                {t('trial.standing')}
              </th>
              <th scope="col" className="rules-num">
                {t('trial.hours')}
              </th>
              <th scope="col">{t('trial.useful')}</th>
            </tr>
          </thead>
          <tbody>
            {trial.rules.map((one) => {
              const useful = usefulness(one)
              return (
                <tr key={one.rule}>
                  <td data-label={t('trial.rule')}>
                    {text(one.label)} <span className="quiet">{one.team}</span>
                  </td>
                  <td data-label={t('rules:effect.change')}>{t(`rules:change.${one.change}`)}</td>
                  <td data-label={t('trial.alerts')} className="rules-num num">
                    {number(one.alerts)}
                  </td>
                  <td data-label={t('trial.people')} className="rules-num num">
                    {number(one.people)}
                  </td>
                  <td data-label={t('trial.standing')} className="rules-num num">
                    {number(one.standing)}
                  </td>
                  <td data-label={t('trial.hours')} className="rules-num num">
                    {number(hours(one.minutes))}
                  </td>
                  <td data-label={t('trial.useful')}>{useful === undefined ? t('trial.not_known') : t('trial.percent', { percent: useful, count: one.closed })}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <details>
        <summary>{t('trial.by_month')}</summary>
        <ul>
          {trial.rules.map((one) => (
            <li key={one.rule}>
              {text(one.label)}:{' '}
              {Object.entries(one.months)
                .map(([month, count]) => `${month.slice(5)}/${month.slice(0, 4)} ${number(count)}`)
                .join(', ') || t('trial.none')}
            </li>
          ))}
        </ul>
      </details>
      <details>
        <summary>{t('trial.by_team')}</summary>
        <ul>
          {trial.teams.map((one) => (
            <li key={one.team}>{t('trial.team', { team: one.team, alerts: number(one.alerts), hours: number(hours(one.minutes)) })}</li>
          ))}
        </ul>
      </details>
    </div>
  )
}
