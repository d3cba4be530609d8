import { useTranslation } from 'react-i18next'
import type { PredictionCard } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { longDate } from '../ui/format'
import { usePercent } from './Parts'

/** A model's card, as it was written by those who made the model. */
export function CardWords({ card }: { card: PredictionCard }) {
  const { t } = useTranslation(['prediction', 'codes'])
  const text = useText()
  const language = useLanguage()
  const percent = usePercent()
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 })
  const rows: [string, string][] = [
    [t('card.purpose'), text(card.purpose)],
    [t('card.limits'), text(card.limits)],
    [t('card.data'), text(card.data)],
    [t('card.owner'), card.owner],
    [t('card.ground'), `${text(card.ground)} ${card.law}`],
    [t('card.version'), t('card.version_of', { version: card.version, date: longDate(card.trained_on, language) })],
    [t('card.valid'), t('card.valid_of', { from: longDate(card.valid_from, language), to: longDate(card.valid_to, language) })],
    [t('card.ages'), t('card.ages_of', { from: card.age_from, to: card.age_to })],
    [t('card.tested'), t('card.tested_of', { n: card.tested.n, happened: card.tested.happened, brier: number.format(card.tested.brier), auc: number.format(card.tested.auc) })],
    ...card.groups.map((group): [string, string] => [
      t('card.group', { group: text(group.label) }),
      t('card.group_of', { n: group.n, predicted: percent(group.predicted), happened: percent(group.happened) }),
    ]),
  ]
  return (
    <details className="pr-card">
      <summary>{t('card.title', { model: text(card.label) })}</summary>
      <dl>
        {rows.map(([name, words]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
