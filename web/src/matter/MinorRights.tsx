import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EndRight } from '../acting/EndRight'
import { useActingFor, useRecordMinorRight } from '../acting/queries'
import type { IdentityCard, Matter } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'

/** Able to decide, and forbids showing (THL 1.2.246.537.5.40202). */
const FORBIDS = '3'
const OF_AGE = 18

/** What the minors of this matter do not let guardians see of it. */
export function MinorRights({ matter }: { matter: Matter }) {
  const minors = matter.clients.filter((one) => one.age !== undefined && one.age < OF_AGE)
  return minors.map((one) => <MinorRight key={one.id} matter={matter} client={one} />)
}

function MinorRight({ matter, client }: { matter: Matter; client: IdentityCard }) {
  const { t } = useTranslation('mandate')
  const when = useWhen()
  const query = useActingFor(client.id)
  const [asking, setAsking] = useState(false)
  const title = `minor-right-${client.id}`
  const said = query.data?.said.find((one) => one.matter_id === matter.id && one.code === FORBIDS)
  const may = query.data?.minor && query.data.permitted_actions.includes('record')
  if (query.data && !query.data.minor) return null
  return (
    <section className="card" aria-labelledby={title}>
      <h2 id={title}>{t('of_matter.title', { name: client.name })}</h2>
      {query.isPending && <Skeleton lines={2} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && !said && <p>{t('of_matter.shown')}</p>}
      {said && (
        <>
          <p>
            <b>{t('of_matter.forbidden')}</b>
          </p>
          {said.assessment && (
            <p>
              {t('staff.assessment')}: <q>{said.assessment}</q>
            </p>
          )}
          {said.recorded_by && <p className="quiet">{t('minor.by_staff', { name: said.recorded_by, time: when.instant(said.recorded_at) })}</p>}
        </>
      )}
      {may && said && <EndRight clientId={client.id} id={said.id} of={t('of_matter.title', { name: client.name })} />}
      {may && !said && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('of_matter.record')}
        </Button>
      )}
      {asking && <Forbid matter={matter} client={client} law={query.data?.law ?? ''} onClose={() => setAsking(false)} />}
    </section>
  )
}

function Forbid({ matter, client, law, onClose }: { matter: Matter; client: IdentityCard; law: string; onClose: () => void }) {
  const { t } = useTranslation('mandate')
  const announce = useAnnounce()
  const record = useRecordMinorRight(client.id)
  const [assessment, setAssessment] = useState('')
  const [tried, setTried] = useState(false)
  const short = assessment.trim().length < 3
  const submit = () => {
    setTried(true)
    if (short) return
    record.mutate(
      { register: matter.service_task === 'health' ? 'patient' : 'social', matter_id: matter.id, code: FORBIDS, assessment: assessment.trim() },
      {
        onSuccess: () => {
          announce(t('staff.recorded'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('of_matter.record')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={record.isPending} onClick={submit}>
          {t('staff.record')}
        </Button>
      }
    >
      <p>{t('of_matter.about', { law })}</p>
      {record.isError && <ProblemNote error={record.error} />}
      <LongTextField label={t('staff.assessment')} value={assessment} onChange={setAssessment} error={tried && short ? t('staff.too_short') : undefined} rows={3} required />
    </Dialog>
  )
}
