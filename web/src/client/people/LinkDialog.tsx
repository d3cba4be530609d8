import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api, newKey } from '../../api/client'
import type { Difference, IdentityCard, LinkPreview, OneIdentity } from '../../api/types'
import { ClientSearchField } from '../../people/ClientSearchField'
import { IdentityLine } from '../../people/IdentityLine'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { Loading } from '../../ui/Loading'
import { ProblemNote } from '../../ui/ProblemNote'
import { clientKeys, clientPath } from '../queries'
import { useWhen } from '../when'
import { Written } from './Written'

/** A temporary identity is linked to the real one: first who, then what it would do, then why. */
export function LinkDialog({ identity, onClose }: { identity: OneIdentity; onClose: () => void }) {
  const { t } = useTranslation('client')
  const id = identity.card.id
  const announce = useAnnounce()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const key = useRef(newKey())
  const [chosen, setChosen] = useState<IdentityCard>()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const preview = useQuery({
    queryKey: [...clientKeys.all(id), 'link-preview', chosen?.id],
    queryFn: () => api.post<LinkPreview>(clientPath(id, '/identity/preview'), { main_id: chosen?.id }),
    enabled: chosen !== undefined,
    refetchOnWindowFocus: false,
    gcTime: 0,
  })
  const link = useMutation({
    mutationFn: () => api.post<{ main_id: string }>(clientPath(id, '/identity/link'), { main_id: chosen?.id, reason: reason.trim() }, { idempotencyKey: key.current }),
    onSuccess: ({ main_id }) => {
      void queries.invalidateQueries({ queryKey: ['client'] })
      announce(t('identity.link_done'))
      onClose()
      void navigate(`/clients/${main_id}/people`)
    },
  })
  const ready = preview.data && !preview.data.refusal
  const short = reason.trim().length < 3
  return (
    <Dialog
      title={t('identity.link_title', { name: identity.card.name })}
      onClose={onClose}
      wide
      actions={
        ready && (
          <Button
            look="primary"
            busy={link.isPending}
            onClick={() => {
              setTried(true)
              if (!short) link.mutate()
            }}
          >
            {t('identity.link_do')}
          </Button>
        )
      }
    >
      <p>{t('identity.link_text')}</p>
      {!chosen && <ClientSearchField label={t('identity.whose')} onPick={setChosen} exclude={[id]} />}
      {chosen && (
        <div className="head-row">
          <IdentityLine card={chosen} />
          <Button size="small" look="plain" onClick={() => setChosen(undefined)}>
            {t('identity.choose_other')}
          </Button>
        </div>
      )}
      {preview.isError && <ProblemNote error={preview.error} />}
      {chosen && preview.isPending && <Loading />}
      {preview.data && <Preview preview={preview.data} />}
      {ready && (
        <>
          {link.isError && <ProblemNote error={link.error} />}
          <LongTextField
            label={t('identity.link_reason')}
            hint={t('identity.link_reason_hint')}
            value={reason}
            onChange={setReason}
            error={tried && short ? t('required') : undefined}
            rows={2}
          />
        </>
      )}
    </Dialog>
  )
}

function Preview({ preview }: { preview: LinkPreview }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  const say = (one: Difference, value: string | undefined) => {
    if (value === undefined) return '–'
    if (one.field === 'birth_date') return when.day(value)
    if (one.field === 'sex') return t(`identity.sex.${value}`)
    if (one.field === 'protected' || one.field === 'deceased') return value === 'yes' ? t('yes') : t('no')
    return value
  }
  return (
    <>
      {preview.refusal && (
        <div className="note note-danger" role="alert">
          <p className="note-title">{t('identity.cannot')}</p>
          <p>{t(`problems:reasons.${preview.refusal}`)}</p>
        </div>
      )}
      {preview.warnings.length > 0 && (
        <div className="note note-warning">
          <p className="note-title">{t('identity.stop')}</p>
          <ul>
            {preview.warnings.map((code) => (
              <li key={code}>{t(`identity.warning.${code}`)}</li>
            ))}
          </ul>
        </div>
      )}
      {preview.differences.length > 0 && (
        <div className="scroll-x" role="region" aria-label={t('identity.differences')} tabIndex={0}>
          <table className="table">
            <caption className="table-caption">{t('identity.differences')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('identity.field')}</th>
                <th scope="col">{t('identity.temporary')}</th>
                <th scope="col">{t('identity.real')}</th>
              </tr>
            </thead>
            <tbody>
              {preview.differences.map((one) => (
                <tr key={one.field}>
                  <th scope="row">{t(`identity.fields.${one.field}`)}</th>
                  <td>{say(one, one.temporary)}</td>
                  <td>{say(one, one.real)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>{t('identity.comes')}</h3>
      <Written counts={preview.comes} empty={t('identity.comes_none')} />
    </>
  )
}
