import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { isProblem } from '../api/client'
import type { Register, RegisterOpening } from '../api/types'
import { useProfessional } from '../app/session'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { OpenRegister } from './picture/OpenRegister'

/** A client who is not opened to this viewer: why, and the ways that would help, each of them one click away. */
export function RefusedClient({ clientId, error, again, onOpened }: { clientId: string; error: unknown; again: () => void; onOpened: (opening: RegisterOpening) => void }) {
  const { t } = useTranslation('client')
  const professional = useProfessional()
  const [register, setRegister] = useState<Register>()
  const helps = isProblem(error, 'refused') ? (error.problem.what_helps ?? []) : []
  // The register one works in comes first.
  const registers: Register[] = professional.role.endsWith('nurse') ? ['patient', 'social'] : ['social', 'patient']
  return (
    <div className="retry">
      <ProblemNote error={error} />
      <div className="row">
        {helps.includes('initiate_matter') && (
          <Link className="btn btn-secondary" to={`/lobby/new?client=${clientId}`}>
            {t('head.new_matter')}
          </Link>
        )}
        {helps.includes('named_ground') &&
          registers.map((one) => (
            <Button key={one} onClick={() => setRegister(one)}>
              {t(`withheld.open_register.${one}`)}
            </Button>
          ))}
        <Button look="plain" onClick={again}>
          {t('try_again')}
        </Button>
      </div>
      {register && (
        <OpenRegister
          clientId={clientId}
          register={register}
          onClose={() => setRegister(undefined)}
          onOpened={(opening) => {
            setRegister(undefined)
            onOpened(opening)
          }}
        />
      )}
    </div>
  )
}
