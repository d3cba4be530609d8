import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client'
import type { Customership } from '../../api/types'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { clientKeys } from '../queries'

const REASONS = ['need_ended', 'goals_met', 'client_wish', 'other_service_task', 'moved_away', 'died', 'other'] as const

/** Ends a customership, with the reason. */
export function CloseCustomership({ clientId, customership, onDone }: { clientId: string; customership: Customership; onDone: () => void }) {
  const { t } = useTranslation('client')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [reason, setReason] = useState('')
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const close = useMutation({
    mutationFn: () =>
      api.post<Customership>(`/staff/customerships/${customership.id}/close`, { reason_code: reason, text: text.trim() || undefined }, { ifMatch: customership.version }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: clientKeys.all(clientId) })
      announce(t('customership.closed_now'))
      onDone()
    },
  })
  return (
    <Dialog
      title={t('customership.close_title')}
      onClose={onDone}
      actions={
        <Button
          look="danger"
          busy={close.isPending}
          onClick={() => {
            setTried(true)
            if (reason) close.mutate()
          }}
        >
          {t('customership.close')}
        </Button>
      }
    >
      <p>
        {t(`codes:service_task.${customership.service_task}`)} · {customership.team.name}
      </p>
      <Select label={t('customership.reason')} value={reason} onChange={(e) => setReason(e.target.value)} error={tried && !reason ? t('required') : undefined}>
        <option value="">{t('choose')}</option>
        {REASONS.map((code) => (
          <option key={code} value={code}>
            {t(`customership.reasons.${code}`)}
          </option>
        ))}
      </Select>
      <LongTextField label={t('customership.more')} optional={t('optional')} value={text} onChange={setText} />
      {close.isError && <ProblemNote error={close.error} />}
    </Dialog>
  )
}
