import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Register, RegisterOpening, Summary } from '../../api/types'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { BreakGlass, useEmergencyGround } from '../BreakGlass'
import { OpenRegister } from './OpenRegister'

const REGISTERS: readonly Register[] = ['social', 'patient']

/** Says openly that other registers may hold something (never what, how much or why), and the ways to ask for it. */
export function Withheld({ clientId, summary, onOpened }: { clientId: string; summary: Summary; onOpened: (opened: RegisterOpening[]) => void }) {
  const { t } = useTranslation('client')
  const [why, setWhy] = useState(false)
  const [opening, setOpening] = useState<Register | 'emergency'>()
  const { registers_open: open, ways } = summary.withheld
  const byGround = ways.includes('named_ground') && summary.header.permitted_actions.includes('open_register')
  const emergency = useEmergencyGround(byGround)
  const closed = REGISTERS.filter((register) => !open.includes(register))
  return (
    <section className="pic-withheld" aria-label={t('withheld.title')}>
      <p>
        <b>{open.length === 0 ? t('withheld.none_open') : t('withheld.open', { registers: open.map((register) => t(`withheld.register.${register}`)).join(` ${t('withheld.and')} `) })}</b>{' '}
        {t('withheld.may_hold')}
      </p>
      <div className="pic-withheld-ways">
        <Button size="small" look="plain" onClick={() => setWhy(true)}>
          {t('withheld.why')}
        </Button>
        {byGround &&
          closed.map((register) => (
            <Button key={register} size="small" look="plain" onClick={() => setOpening(register)}>
              {t(`withheld.open_register.${register}`)}
            </Button>
          ))}
        {byGround && emergency && closed.some((register) => emergency.registers.includes(register)) && (
          <Button size="small" look="plain" onClick={() => setOpening('emergency')}>
            {t('emergency.begin')}
          </Button>
        )}
      </div>
      {why && (
        <Dialog title={t('withheld.why_title')} onClose={() => setWhy(false)}>
          <p>{t('withheld.why_1')}</p>
          <p>{t('withheld.why_2')}</p>
          <ul>
            {ways.includes('ask_permit') && <li>{t('withheld.way_permit')}</li>}
            {ways.includes('named_ground') && <li>{t('withheld.way_ground')}</li>}
          </ul>
          <p>{t('withheld.why_3')}</p>
        </Dialog>
      )}
      {opening === 'emergency' && emergency && (
        <BreakGlass
          clientId={clientId}
          ground={emergency}
          onClose={() => setOpening(undefined)}
          onOpened={(result) => {
            setOpening(undefined)
            onOpened(result)
          }}
        />
      )}
      {opening && opening !== 'emergency' && (
        <OpenRegister
          clientId={clientId}
          register={opening}
          onClose={() => setOpening(undefined)}
          onOpened={(result) => {
            setOpening(undefined)
            onOpened(result)
          }}
        />
      )}
    </section>
  )
}
