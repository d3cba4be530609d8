import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { CaseloadMoved, PersonWorkload, Team } from '../api/types'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { PersonSelect } from './PersonSelect'

interface CaseloadDialogProps {
  person: PersonWorkload
  teams: Team[]
  team: Team | undefined
  onClose: () => void
  onDone: (result: CaseloadMoved, to: string) => void
}

/** All of one person's open matters to another, at once: for good, where an absence is for a while. */
export function CaseloadDialog({ person, teams, team, onClose, onDone }: CaseloadDialogProps) {
  const { t } = useTranslation('people')
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const move = useMutation({
    mutationFn: () => api.post<CaseloadMoved>('/staff/caseload/hand-over', { from_professional_id: person.professional.id, to_professional_id: to, reason: reason.trim() }),
    onSuccess: (result) => onDone(result, teams.flatMap((one) => one.members).find((member) => member.id === to)?.name ?? ''),
  })
  return (
    <Dialog
      title={t('caseload.title', { name: person.professional.name, count: person.open })}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={move.isPending}
          onClick={() => {
            setTried(true)
            if (to && reason.trim()) move.mutate()
          }}
        >
          {t('caseload.move', { count: person.open })}
        </Button>
      }
    >
      <p>{t('caseload.text')}</p>
      {move.isError && <ProblemNote error={move.error} />}
      <PersonSelect label={t('caseload.to')} teams={teams} first={team} exclude={person.professional.id} value={to} onChange={setTo} error={tried && to === '' ? t('caseload.to_missing') : undefined} />
      <LongTextField label={t('caseload.reason')} value={reason} onChange={setReason} error={tried && reason.trim() === '' ? t('caseload.reason_missing') : undefined} rows={2} />
    </Dialog>
  )
}
