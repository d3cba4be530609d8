import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serviceTasks } from '../../admin/types'
import type { ChangeMark, FigureTeam, ServiceTask } from '../../api/types'
import { Button } from '../../ui/Button'
import { DateField } from '../../ui/DateField'
import { Dialog } from '../../ui/Dialog'
import { LongTextField, TextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { useMarkChange } from './queries'

export interface Begun { team?: string; service?: ServiceTask }

/** Marking a change, or correcting a mark. `begun`: whose work it is, when one came here from a queue or a process. */
export function MarkDialog({ old, begun, teams, onClose, onSaved }: { old?: ChangeMark; begun?: Begun; teams: FigureTeam[]; onClose: () => void; onSaved: (mark: ChangeMark) => void }) {
  const { t } = useTranslation(['changes', 'codes'])
  const save = useMarkChange()
  const [name, setName] = useState(old?.name ?? '')
  const [about, setAbout] = useState(old?.about ?? '')
  const [on, setOn] = useState(old?.happened_on ?? '')
  const [team, setTeam] = useState(old?.team?.id ?? teams.find(({ id }) => id === begun?.team)?.id ?? '')
  const [service, setService] = useState<ServiceTask | ''>(old?.service_task ?? begun?.service ?? '')
  // A corrected mark may be of a team that is not one's own: it stays choosable.
  const known = old?.team && !teams.some(({ id }) => id === old.team?.id) ? [...teams, old.team] : teams
  return (
    <Dialog
      title={t(old ? 'correct' : 'mark')}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          disabled={!name.trim() || !about.trim() || !on}
          onClick={() => save.mutate({ old, body: { name, about, happened_on: on, team_id: team || undefined, service_task: service || undefined } }, { onSuccess: onSaved })}
        >
          {t('save')}
        </Button>
      }
    >
      <div className="stack">
        {save.isError && <ProblemNote error={save.error} />}
        <TextField label={t('name')} hint={t('name_hint')} value={name} onChange={setName} required autoComplete="off" />
        <LongTextField label={t('about')} hint={t('about_hint')} value={about} onChange={setAbout} required />
        <DateField label={t('happened_on')} value={on} onChange={setOn} />
        <Select label={t('team')} value={team} onChange={(event) => setTeam(event.target.value)}>
          <option value="">{t('team_all')}</option>
          {known.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
        <Select label={t('service')} value={service} onChange={(event) => setService(event.target.value as ServiceTask | '')}>
          <option value="">{t('service_all')}</option>
          {serviceTasks.map((one) => (
            <option key={one} value={one}>
              {t(`codes:service_task.${one}`)}
            </option>
          ))}
        </Select>
      </div>
    </Dialog>
  )
}
