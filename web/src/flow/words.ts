import { useTranslation } from 'react-i18next'
import type { ChainPlace, ProcessEdge, ProcessStep } from '../api/types'
import { useLanguage } from '../i18n/text'
import { decimal } from '../steering/numbers'

const lanes: ChainPlace[] = ['first_contact', 'assessment', 'planning', 'decision', 'managing']

/** Places, ways and steps in words, for the drawing and the tables alike. */
export function useSaid() {
  const { t } = useTranslation(['flow', 'codes'])
  const language = useLanguage()
  const place = (one: ChainPlace) => (lanes.includes(one) ? t(`codes:lane.${one}`) : t(`place.${one}`))
  const days = (value?: number) => (value === undefined ? '' : t('days', { count: value, value: decimal(value, language) }))
  const number = (n: number | undefined) => (n === undefined ? t('few') : decimal(n, language, 0))
  return {
    place,
    days,
    number,
    short: (edge: ProcessEdge) => (edge.few ? '<' : decimal(edge.n ?? 0, language, 0)),
    way: (edge: Pick<ProcessEdge, 'from' | 'to'>) => `${place(edge.from)} → ${place(edge.to)}`,
    edge: (edge: ProcessEdge) =>
      [`${place(edge.from)} → ${place(edge.to)}: ${number(edge.n)}`, t(`way.${edge.way}`), edge.median_days === undefined ? '' : t('map.median', { days: days(edge.median_days) })].filter(Boolean).join(', '),
    step: (step: ProcessStep) =>
      [
        `${place(step.step)}: ${t('map.now', { n: number(step.now) })}`,
        step.median_days === undefined ? '' : t('map.median', { days: days(step.median_days) }),
        step.target_days === undefined ? '' : t('map.target', { days: days(step.target_days) }),
      ]
        .filter(Boolean)
        .join(', '),
  }
}
