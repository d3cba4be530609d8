import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientHomeSafety } from '../../api/types'
import { TakeAlong } from '../../device/TakeAlong'
import { Assess } from '../../homesafety/Assess'
import { Assessments } from '../../homesafety/Assessments'
import { Emergency } from '../../homesafety/Emergency'
import '../../homesafety/homesafety.css'
import { Notices } from '../../homesafety/Notices'
import { Notify } from '../../homesafety/Notify'
import { useBegin, useHomeSafety } from '../../homesafety/queries'
import { Risks } from '../../homesafety/Risks'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'

/** The client's home safety: risks until they are mended, notifications to the rescue authority, and the home gone through. */
export default function HomeSafetyPage({ clientId }: { clientId: string }) {
  const query = useHomeSafety(clientId)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  return <Sections key={clientId} client={clientId} seen={query.data} />
}

function Sections({ client, seen }: { client: string; seen: ClientHomeSafety }) {
  const { t } = useTranslation('homesafety')
  const [open, setOpen] = useState<string>()
  const [telling, setTelling] = useState(false)
  const checklist = seen.checklists.find((one) => one.in_force)
  const draft = seen.assessments.find((one) => one.id === open && one.state === 'draft')
  const itsList = draft && seen.checklists.find((one) => one.version === draft.rules_version)
  const hazards = seen.risks.filter((risk) => risk.hazard && (risk.state === 'found' || risk.state === 'agreed'))
  const may = (what: string) => seen.permitted_actions.includes(what)
  if (!checklist) return null
  if (draft && itsList) {
    return (
      <div className="cl-page hs">
        <Assess key={draft.id} client={client} draft={draft} checklist={itsList} onClose={() => setOpen(undefined)} />
      </div>
    )
  }
  if (telling) {
    return (
      <div className="cl-page hs">
        <Notify client={client} rules={checklist.rules.notice} risks={hazards} onClose={() => setTelling(false)} />
      </div>
    )
  }
  return (
    <div className="cl-page hs">
      <Emergency text={checklist.rules.notice.emergency} />
      {may('begin') && <TakeAlong client={client} />}
      {may('begin') && <Begin client={client} seen={seen} onBegun={setOpen} />}
      {may('notify') && hazards.length > 0 && (
        <section className="card" aria-labelledby="hs-tell">
          <h2 id="hs-tell">{t('tell_rescue')}</h2>
          <p>{t('tell_rescue_about', { count: hazards.length })}</p>
          <Button look="primary" onClick={() => setTelling(true)}>
            {t('tell')}
          </Button>
        </section>
      )}
      <Notices client={client} notices={seen.notices} card="card" />
      <Risks client={client} risks={seen.risks} />
      <Assessments client={client} assessments={seen.assessments} checklists={seen.checklists} onOpen={setOpen} />
    </div>
  )
}

/** Begins: in a matter, where pictures can be put, or without one. */
function Begin({ client, seen, onBegun }: { client: string; seen: ClientHomeSafety; onBegun: (id: string) => void }) {
  const { t } = useTranslation(['homesafety', 'codes'])
  const begin = useBegin(client)
  const [matter, setMatter] = useState(seen.matters[0]?.id ?? '')
  return (
    <section className="card" aria-labelledby="hs-begin">
      <h2 id="hs-begin">{t('begin_title')}</h2>
      <p>{t('begin_about')}</p>
      {seen.matters.length > 0 && (
        <Select label={t('matter')} value={matter} onChange={(event) => setMatter(event.target.value)}>
          {seen.matters.map((one) => (
            <option key={one.id} value={one.id}>
              {one.number}, {t(`codes:service_task.${one.service_task}`)}
            </option>
          ))}
          <option value="">{t('without_matter')}</option>
        </Select>
      )}
      {begin.isError && <ProblemNote error={begin.error} />}
      <div className="hs-actions">
        <Button look="primary" busy={begin.isPending} onClick={() => begin.mutate({ matter_id: matter || undefined }, { onSuccess: (made) => onBegun(made.id) })}>
          {t('begin')}
        </Button>
      </div>
    </section>
  )
}
