import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Starting } from '../api/types'
import { Select } from '../ui/Select'
import { Covered } from './Covered'
import { useCoverChoice, useCovered } from './queries'

const WHY = ['follow_up', 'changed', 'unreliable', 'asked_for'] as const

/**
 * Before a measure or an assessment begins: what covers it, and why it is done all the same. `view` is shown above what begins, `keep` is
 * called when it has begun: the choice is counted then, and not when somebody only looked.
 */
export function useAllTheSame(clientId: string, starting: Starting, code: string, onUsed: () => void) {
  const { t } = useTranslation('requests')
  const [why, setWhy] = useState<(typeof WHY)[number]>('follow_up')
  const choose = useCoverChoice(clientId)
  const covered = useCovered(clientId, starting, code)
  const some = (covered.data?.by.length ?? 0) > 0
  const view = code !== '' && (
    <>
      <Covered key={code} clientId={clientId} starting={starting} code={code} onUsed={onUsed} />
      {some && (
        <Select label={t('covered.why')} value={why} onChange={(event) => setWhy(event.target.value as typeof why)}>
          {WHY.map((one) => (
            <option key={one} value={one}>
              {t(`covered.because.${one}`)}
            </option>
          ))}
        </Select>
      )}
    </>
  )
  const keep = () => {
    if (some) choose.mutate({ starting, code, choice: 'went_on', reason: why })
  }
  return { view, keep }
}
