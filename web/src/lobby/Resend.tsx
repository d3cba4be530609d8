import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { Matter, Organisation, SentMatter } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'

/** A returned matter is sent again: to the same or another team, saying what has changed. */
export function Resend({ matter, onClose }: { matter: SentMatter; onClose: () => void }) {
  const { t } = useTranslation('lobby')
  const client = useQueryClient()
  const announce = useAnnounce()
  const [team, setTeam] = useState(matter.team.id)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const organisation = useQuery({ queryKey: ['team', 'organisation'], queryFn: () => api.get<Organisation>('/staff/organisation'), staleTime: 60_000 })
  const send = useMutation({
    mutationFn: () => api.post<Matter>(`/staff/matters/${matter.id}/resend`, { team_id: team, reason: reason.trim() }, { ifMatch: matter.version }),
    onSuccess: () => {
      announce(t('resend.done', { number: matter.number }))
      void client.invalidateQueries({ queryKey: ['lobby'] })
      void client.invalidateQueries({ queryKey: ['matter', matter.id] })
      onClose()
    },
  })
  return (
    <Dialog
      title={t('resend.title', { number: matter.number })}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={send.isPending}
          onClick={() => {
            setTried(true)
            if (reason.trim() !== '') send.mutate()
          }}
        >
          {t('resend.send')}
        </Button>
      }
    >
      {matter.returned && (
        <p className="note note-warning">
          <span className="note-title">{t('resend.was_returned')}</span> {matter.returned.reason}
        </p>
      )}
      {send.isError && <ProblemNote error={send.error} />}
      {organisation.isError && <ProblemNote error={organisation.error} />}
      <Select label={t('resend.team')} value={team} onChange={(event) => setTeam(event.target.value)}>
        {!organisation.data?.teams.some((one) => one.id === matter.team.id) && <option value={matter.team.id}>{matter.team.name}</option>}
        {organisation.data?.teams.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </Select>
      <LongTextField label={t('resend.reason')} hint={t('resend.reason_hint')} value={reason} onChange={setReason} error={tried && reason.trim() === '' ? t('resend.reason_missing') : undefined} rows={3} />
    </Dialog>
  )
}
