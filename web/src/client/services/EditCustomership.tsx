import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api/client'
import type { Customership, ServiceTask } from '../../api/types'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import { clientKeys, clientPath, useOrganisation } from '../queries'

const TASKS: readonly ServiceTask[] = ['older_people', 'disability', 'working_age', 'families', 'child_protection', 'substance', 'family_law']

interface Props {
  clientId: string
  /** The one to change; without it a new one is opened. */
  customership?: Customership
  /** The matter the customership comes from. */
  matterId?: string
  serviceTask?: ServiceTask
  teamId?: string
  onDone: () => void
}

/** Opens a customership or changes its people. The responsible worker is asked always, the contact person may be the same. */
export function EditCustomership({ clientId, customership, matterId, serviceTask, teamId, onDone }: Props) {
  const { t } = useTranslation('client')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const organisation = useOrganisation()
  const key = useRef(newKey())
  const [task, setTask] = useState<string>(customership?.service_task ?? serviceTask ?? '')
  const [team, setTeam] = useState(customership?.team.id ?? teamId ?? '')
  const [worker, setWorker] = useState(customership?.responsible_worker.id ?? '')
  const [contact, setContact] = useState(customership?.contact_person?.id ?? '')
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => {
      const people = { responsible_worker_id: worker, team_id: team }
      return customership
        ? api.patch<Customership>(`/staff/customerships/${customership.id}`, { ...people, contact_person_id: contact || null }, { ifMatch: customership.version })
        : api.post<Customership>(
            clientPath(clientId, '/customerships'),
            { ...people, service_task: task, contact_person_id: contact || undefined, matter_id: matterId },
            { idempotencyKey: key.current },
          )
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: clientKeys.all(clientId) })
      if (matterId) void queries.invalidateQueries({ queryKey: ['matter', matterId] })
      announce(t('customership.saved'))
      onDone()
    },
  })
  const teams = organisation.data?.teams ?? []
  const members = teams.find(({ id }) => id === team)?.members ?? []
  const missing = (value: string) => (tried && value === '' ? t('required') : undefined)
  return (
    <Dialog
      title={customership ? t('customership.change_title') : t('customership.open')}
      onClose={onDone}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() => {
            setTried(true)
            if (task && team && worker) save.mutate()
          }}
        >
          {customership ? t('save') : t('customership.open')}
        </Button>
      }
    >
      {organisation.isPending && <Skeleton lines={4} />}
      {organisation.isError && <Retry error={organisation.error} again={() => void organisation.refetch()} />}
      {organisation.data && (
        <>
          <Select label={t('customership.task')} value={task} onChange={(e) => setTask(e.target.value)} error={missing(task)} disabled={customership !== undefined}>
            <option value="">{t('choose')}</option>
            {TASKS.map((code) => (
              <option key={code} value={code}>
                {t(`codes:service_task.${code}`)}
              </option>
            ))}
          </Select>
          <Select label={t('customership.team')} value={team} onChange={(e) => setTeam(e.target.value)} error={missing(team)}>
            <option value="">{t('choose')}</option>
            {teams.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Select
            label={t('customership.responsible_worker')}
            hint={team === '' ? t('customership.team_first') : undefined}
            value={worker}
            onChange={(e) => setWorker(e.target.value)}
            error={missing(worker)}
          >
            <option value="">{t('choose')}</option>
            {withCurrent(members, customership?.responsible_worker).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Select label={t('customership.contact_person')} optional={t('optional')} value={contact} onChange={(e) => setContact(e.target.value)}>
            <option value="">{t('customership.same_person')}</option>
            {withCurrent(members, customership?.contact_person).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </>
      )}
      {save.isError && <ProblemNote error={save.error} />}
    </Dialog>
  )
}

/** The one who holds the task now stays choosable even when no longer in the team. */
function withCurrent(members: readonly { id: string; name: string }[], current: { id: string; name: string } | undefined) {
  return !current || members.some(({ id }) => id === current.id) ? members : [current, ...members]
}
