import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api/client'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { LongTextField, TextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'

interface Goal {
  id?: string
  text: string
  status: string
  progress?: number
}

const statuses = ['in_progress', 'reached', 'given_up'] as const

/** How a goal stands, looked at together with the client. */
export function FollowUp({ clientId, goal, onClose }: { clientId: string; goal: Goal; onClose: () => void }) {
  const { t } = useTranslation('client')
  const announce = useAnnounce()
  const client = useQueryClient()
  const [status, setStatus] = useState<string>('in_progress')
  const [progress, setProgress] = useState(goal.progress === undefined ? '' : String(goal.progress))
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const number = progress.trim() === '' ? undefined : Number(progress)
  const bad = number !== undefined && !(Number.isInteger(number) && number >= 0 && number <= 100)
  const save = useMutation({
    mutationFn: () =>
      api.post(`/staff/clients/${clientId}/goals/${goal.id}/follow-ups`, { status, progress: number, note: note.trim() || undefined }, { idempotencyKey: newKey() }),
    onSuccess: () => {
      announce(t('plans.follow.done'))
      void client.invalidateQueries({ queryKey: ['client', clientId] })
      void client.invalidateQueries({ queryKey: ['desk', 'gaps'] })
      onClose()
    },
  })
  return (
    <Dialog
      title={t('plans.follow.title')}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() => {
            setTried(true)
            if (!bad) save.mutate()
          }}
        >
          {t('plans.follow.send')}
        </Button>
      }
    >
      <p className="pic-quote">”{goal.text}”</p>
      {save.isError && <ProblemNote error={save.error} />}
      <Select label={t('plans.follow.status')} value={status} onChange={(event) => setStatus(event.target.value)}>
        {statuses.map((one) => (
          <option key={one} value={one}>
            {t(`plans.follow.${one}`)}
          </option>
        ))}
      </Select>
      <TextField label={t('plans.follow.progress')} value={progress} onChange={setProgress} inputMode="numeric" error={tried && bad ? t('plans.follow.bad_progress') : undefined} />
      <LongTextField label={t('plans.follow.note')} value={note} onChange={setNote} rows={3} />
    </Dialog>
  )
}
