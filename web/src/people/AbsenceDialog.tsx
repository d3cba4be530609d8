import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import type { Absence, PersonWorkload, Team } from '../api/types'
import { fieldErrors } from '../app/problem'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { today } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { PersonSelect } from './PersonSelect'

interface AbsenceDialogProps {
  person: PersonWorkload
  teams: Team[]
  team: Team | undefined
  onClose: () => void
  onDone: () => void
}

/** Who is away, from when to when, and who stands in: the substitute sees the absent one's matters as their own. */
export function AbsenceDialog({ person, teams, team, onClose, onDone }: AbsenceDialogProps) {
  const { t, i18n } = useTranslation('people')
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState('')
  const [substitute, setSubstitute] = useState('')
  const [tried, setTried] = useState(false)
  const [key] = useState(newKey)
  const save = useMutation({
    mutationFn: () => api.post<Absence>('/staff/absences', { professional_id: person.professional.id, from, to, substitute_id: substitute }, { idempotencyKey: key + from + to + substitute }),
    onSuccess: onDone,
  })
  const wrong = fieldErrors(save.error, i18n.getFixedT(null, 'problems'))
  const backwards = from !== '' && to !== '' && to < from
  return (
    <Dialog
      title={t('absence.title', { name: person.professional.name })}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() => {
            setTried(true)
            if (from && to && !backwards && substitute) save.mutate()
          }}
        >
          {t('absence.save')}
        </Button>
      }
    >
      {save.isError && <ProblemNote error={save.error} />}
      <div className="form-grid">
        <DateField label={t('absence.from')} value={from} onChange={setFrom} error={tried && from === '' ? t('absence.date_missing') : wrong.from} />
        <DateField label={t('absence.to')} value={to} onChange={setTo} error={backwards ? t('absence.backwards') : tried && to === '' ? t('absence.date_missing') : wrong.to} />
      </div>
      <PersonSelect label={t('absence.substitute')} teams={teams} first={team} exclude={person.professional.id} value={substitute} onChange={setSubstitute} error={tried && substitute === '' ? t('absence.substitute_missing') : wrong.substitute_id} />
    </Dialog>
  )
}
