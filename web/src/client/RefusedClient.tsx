import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { isProblem } from '../api/client'
import type { Register, RegisterOpening } from '../api/types'
import { useProfessional } from '../app/session'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { BreakGlass, useEmergencyGround } from './BreakGlass'
import { OpenRegister } from './picture/OpenRegister'
import { useGrounds } from './queries'

/** A client who is not opened to this viewer: why, and the ways that would help, each of them one click away. */
export function RefusedClient({ clientId, error, again, onOpened }: { clientId: string; error: unknown; again: () => void; onOpened: (opened: RegisterOpening[]) => void }) {
  const { t } = useTranslation('client')
  const professional = useProfessional()
  const [asked, setAsked] = useState<Register | 'emergency'>()
  const helps = isProblem(error, 'refused') ? (error.problem.what_helps ?? []) : []
  const byGround = helps.includes('named_ground')
  const emergency = useEmergencyGround(byGround)
  const grounds = useGrounds(byGround).data ?? []
  // The register one works in comes first; only those that some ground of one's own opens.
  const order: Register[] = professional.role.endsWith('nurse') ? ['patient', 'social'] : ['social', 'patient']
  const untied = isProblem(error, 'refused') && error.problem.reason === 'not_tied'
  const usable = grounds.filter((ground) => !ground.emergency && (ground.without_relation || !untied))
  const registers = order.filter((register) => usable.some((ground) => ground.registers.includes(register)))
  const opened = (result: RegisterOpening[]) => {
    setAsked(undefined)
    onOpened(result)
  }
  return (
    <div className="retry">
      <ProblemNote error={error} />
      <div className="row">
        {helps.includes('initiate_matter') && (
          <Link className="btn btn-secondary" to={`/lobby/new?client=${clientId}`}>
            {t('head.new_matter')}
          </Link>
        )}
        {byGround &&
          registers.map((one) => (
            <Button key={one} onClick={() => setAsked(one)}>
              {t(`withheld.open_register.${one}`)}
            </Button>
          ))}
        <Button look="plain" onClick={again}>
          {t('try_again')}
        </Button>
      </div>
      {byGround && emergency && (emergency.without_relation || !untied) && (
        <section className="glass" aria-labelledby="glass-title">
          <h2 id="glass-title">{t('emergency.heading')}</h2>
          <p>{t('emergency.intro', { count: emergency.minutes })}</p>
          <Button look="danger" onClick={() => setAsked('emergency')}>
            {t('emergency.begin')}
          </Button>
        </section>
      )}
      {asked === 'emergency' && emergency && <BreakGlass clientId={clientId} ground={emergency} onClose={() => setAsked(undefined)} onOpened={opened} />}
      {asked && asked !== 'emergency' && <OpenRegister clientId={clientId} register={asked} untied={untied} onClose={() => setAsked(undefined)} onOpened={opened} />}
    </div>
  )
}
