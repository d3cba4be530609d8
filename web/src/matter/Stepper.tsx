import { useTranslation } from 'react-i18next'
import type { Matter } from '../api/types'
import { LANES } from './nextStep'

/** Where the matter is on its way. */
export function Stepper({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const now = LANES.indexOf(matter.lane)
  return (
    <ol className="mt-steps" aria-label={t('stages')}>
      {LANES.map((lane, index) => {
        const state = matter.state === 'closed' || index < now ? 'done' : index === now ? 'now' : 'next'
        return (
          <li key={lane} className={`mt-step mt-step-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
            <span className="mt-step-mark" aria-hidden="true">
              {state === 'done' ? '✓' : index + 1}
            </span>
            <span>
              {t(`codes:lane.${lane}`)}
              <span className="sr-only"> {t(`stage_state.${state}`)}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
