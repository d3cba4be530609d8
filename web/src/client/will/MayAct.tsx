import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import '../../acting/acting.css'
import { EndRight } from '../../acting/EndRight'
import { useActingFor, useRecordMinorRight } from '../../acting/queries'
import type { Register } from '../../api/types'
import { useText } from '../../i18n/text'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { LongTextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { useWhen } from '../when'

const registers: Register[] = ['social', 'patient']

/** Who may act for the client, and what a minor does not let guardians see. */
export function MayAct({ clientId }: { clientId: string }) {
  const { t } = useTranslation(['mandate', 'client'])
  const text = useText()
  const when = useWhen()
  const announce = useAnnounce()
  const query = useActingFor(clientId)
  const record = useRecordMinorRight(clientId)
  const [register, setRegister] = useState<Register>('social')
  const [code, setCode] = useState('')
  const [assessment, setAssessment] = useState('')
  const [tried, setTried] = useState(false)
  const short = assessment.trim().length < 3
  if (query.isPending) return <Skeleton lines={3} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const { who, minor, said, codes, law, permitted_actions } = query.data
  const may = permitted_actions.includes('record')
  return (
    <>
      <section className="card" aria-labelledby="acting-for">
        <h2 id="acting-for">{t('staff.who')}</h2>
        {who.length === 0 && <p>{t('staff.nobody')}</p>}
        <ul className="acting-list">
          {who.map((one) => (
            <li key={`${one.name}/${one.ground}`}>
              <b>{one.name}</b>
              <span className="quiet">
                {t(`ground.${one.ground}`)}
                {one.shared && ` ${t('choose.shared')}`}
                {one.until && ` ${t('choose.until', { date: when.day(one.until) })}`}
              </span>
              {one.groups.length > 0 && <span>{one.groups.map((group) => text(group)).join(', ')}</span>}
            </li>
          ))}
        </ul>
      </section>
      {minor && (
        <section className="card" aria-labelledby="acting-minor">
          <h2 id="acting-minor">{t('staff.minor')}</h2>
          <p className="quiet">{t('staff.minor_about', { law })}</p>
          {said.length > 0 && (
            <ul className="acting-list">
              {said.map((one) => (
                <li key={one.id}>
                  <b>{t(one.matter_id ? 'staff.of_matter' : 'staff.of_register', { register: t(`client:withheld.register_name.${one.register}`) })}</b>
                  <span>{text(one.label)}</span>
                  {one.assessment && <q>{one.assessment}</q>}
                  <span className="quiet">{one.recorded_by ? t('minor.by_staff', { name: one.recorded_by, time: when.instant(one.recorded_at) }) : t('minor.by_self', { time: when.instant(one.recorded_at) })}</span>
                  {may && (
                    <EndRight clientId={clientId} id={one.id} of={text(one.label)} />
                  )}
                </li>
              ))}
            </ul>
          )}
          {may && (
            <form
              className="stack"
              onSubmit={(event) => {
                event.preventDefault()
                setTried(true)
                if (code === '' || short) return
                record.mutate(
                  { register, code, assessment: assessment.trim() },
                  {
                    onSuccess: () => {
                      announce(t('staff.recorded'))
                      setAssessment('')
                      setTried(false)
                    },
                  },
                )
              }}
            >
              <Select label={t('staff.register')} value={register} onChange={(event) => setRegister(event.target.value as Register)}>
                {registers.map((one) => (
                  <option key={one} value={one}>
                    {t(`client:withheld.register_name.${one}`)}
                  </option>
                ))}
              </Select>
              <Select label={t('staff.code')} value={code} onChange={(event) => setCode(event.target.value)}>
                <option value="">{t('invitations.choose')}</option>
                {codes.map((one) => (
                  <option key={one.code} value={one.code}>
                    {text(one.label)}
                  </option>
                ))}
              </Select>
              <LongTextField label={t('staff.assessment')} value={assessment} onChange={setAssessment} error={tried && short ? t('staff.too_short') : undefined} rows={3} required />
              <Button type="submit" busy={record.isPending} aria-disabled={code === '' || undefined}>
                {t('staff.record')}
              </Button>
              {record.isError && <ProblemNote error={record.error} />}
            </form>
          )}
        </section>
      )}
    </>
  )
}
