import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api, newKey } from '../../api/client'
import type { OneIdentity, UnlinkPreview } from '../../api/types'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { Loading } from '../../ui/Loading'
import { ProblemNote } from '../../ui/ProblemNote'
import { clientKeys, clientPath } from '../queries'
import { useWhen } from '../when'
import { Written } from './Written'

/** A link is taken apart: what came after it is looked at and confirmed first. */
export function UnlinkDialog({ identity, onClose }: { identity: OneIdentity; onClose: () => void }) {
  const { t } = useTranslation('client')
  const id = identity.card.id
  const when = useWhen()
  const announce = useAnnounce()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const key = useRef(newKey())
  const [reason, setReason] = useState('')
  const [seen, setSeen] = useState(false)
  const [tried, setTried] = useState(false)
  const preview = useQuery({
    queryKey: [...clientKeys.all(id), 'unlink-preview'],
    queryFn: () => api.get<UnlinkPreview>(clientPath(id, '/identity/unlink')),
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  const unlink = useMutation({
    mutationFn: (came_after: number) => api.post(clientPath(id, '/identity/unlink'), { reason: reason.trim(), came_after }, { idempotencyKey: key.current }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['client'] })
      announce(t('identity.unlink_done'))
      onClose()
      void navigate(`/clients/${id}/people`)
    },
    onError: () => {
      // More may have come: it is shown and confirmed anew, by a new request.
      key.current = newKey()
      setSeen(false)
      void preview.refetch()
    },
  })
  const short = reason.trim().length < 3
  const data = preview.data
  return (
    <Dialog
      title={t('identity.unlink_title', { name: identity.card.name })}
      onClose={onClose}
      wide
      actions={
        data && (
          <Button
            look="danger"
            busy={unlink.isPending}
            onClick={() => {
              setTried(true)
              if (!short && seen) unlink.mutate(data.came_after)
            }}
          >
            {t('identity.unlink_do')}
          </Button>
        )
      }
    >
      {preview.isPending && <Loading />}
      {preview.isError && <ProblemNote error={preview.error} />}
      {data && (
        <>
          <p>{t('identity.unlink_text', { name: data.main.name, date: when.instant(data.linked_at), by: data.linked_by?.name ?? t('identity.by_source') })}</p>
          {unlink.isError && <ProblemNote error={unlink.error} />}
          <h3>{t('identity.after', { name: data.identity.name })}</h3>
          <Written counts={data.after.filter(({ client_id }) => client_id === data.identity.id)} empty={t('identity.after_none')} />
          <h3>{t('identity.after', { name: data.main.name })}</h3>
          <Written counts={data.after.filter(({ client_id }) => client_id === data.main.id)} empty={t('identity.after_none')} />
          <label className="check-line">
            <input type="checkbox" checked={seen} onChange={(event) => setSeen(event.target.checked)} aria-describedby={tried && !seen ? 'unlink-seen' : undefined} />
            {t('identity.seen')}
          </label>
          {tried && !seen && (
            <p className="field-error" id="unlink-seen">
              {t('identity.seen_missing')}
            </p>
          )}
          <LongTextField label={t('identity.unlink_reason')} value={reason} onChange={setReason} error={tried && short ? t('required') : undefined} rows={2} />
        </>
      )}
    </Dialog>
  )
}
