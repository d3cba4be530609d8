import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api/client'
import type { Attachment, Matter } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { Skeleton } from '../../client/parts/Skeleton'
import { useWhen } from '../../client/when'
import { useLanguage } from '../../i18n/text'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { FileField } from '../../ui/FileField'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { matterKeys, matterPath, may, useAttachments } from '../queries'
import { checkFile, sizeText, TYPES } from './files'

/** Files of the matter. */
export function Attachments({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const query = useAttachments(matter.id)
  return (
    <section className="card mt-card" aria-labelledby="att">
      <h2 id="att">{t('attachment.title')}</h2>
      {may(matter, 'attach') && <Add matter={matter} />}
      {query.isPending && <Skeleton lines={3} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && query.data.length === 0 && <p className="quiet">{t('attachment.empty')}</p>}
      <ul className="row-list">
        {(query.data ?? []).map((attachment) => (
          <Row key={attachment.id} attachment={attachment} />
        ))}
      </ul>
    </section>
  )
}

function Row({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation('matter')
  const language = useLanguage()
  const when = useWhen()
  const open = useMutation({
    mutationFn: () => api.blob(`/staff/attachments/${attachment.id}`),
    onSuccess: (blob) => {
      const address = URL.createObjectURL(blob)
      const link = document.createElement('a')
      link.href = address
      link.download = attachment.name
      link.click()
      // The browser has begun reading by then; what it reads is not cut off.
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
    },
  })
  return (
    <li>
      <div className="mt-grow">
        <b>{attachment.name}</b>
        <p className="quiet num">
          {sizeText(attachment.size, language)} · {when.instant(attachment.at)}
          {attachment.by && ` · ${attachment.by.name}`}
        </p>
        <Scan attachment={attachment} />
        {open.isError && <ProblemNote error={open.error} />}
      </div>
      {(attachment.scan === 'clean' || attachment.scan === 'unchecked') && <Button size="small" busy={open.isPending} onClick={() => open.mutate()}>
        {t('attachment.open')}
        <span className="sr-only"> {attachment.name}</span>
      </Button>}
    </li>
  )
}

/** Where the file stands with the scanner, in words; a clean one needs none. */
function Scan({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation('matter')
  switch (attachment.scan) {
    case 'clean':
      return null
    case 'infected':
      return (
        <p>
          <Pill tone="danger">{t('attachment.scan.infected')}</Pill> {attachment.found && <span className="quiet">{attachment.found}. </span>}
          {t('attachment.scan.infected_text')}
        </p>
      )
    case 'waiting':
      return (
        <p role="status">
          <Pill tone="warning">{t('attachment.scan.waiting')}</Pill> {t(attachment.delayed ? 'attachment.scan.delayed_text' : 'attachment.scan.waiting_text')}
        </p>
      )
    default:
      return <p className="quiet">{t('attachment.scan.unchecked')}</p>
  }
}

function Add({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [wrong, setWrong] = useState<'too_large' | 'wrong_type' | 'empty'>()
  const send = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.append('file', file, file.name)
      return api.post<Attachment>(matterPath(matter.id, '/attachments'), form, { idempotencyKey: newKey() })
    },
    onSuccess: () => {
      announce(t('attachment.added'))
      void queries.invalidateQueries({ queryKey: matterKeys.attachments(matter.id) })
    },
  })
  return (
    <div className="field">
      <FileField
        label={t('attachment.add')}
        hint={t('attachment.hint')}
        accept={TYPES.join(',')}
        disabled={send.isPending}
        error={wrong && t(`attachment.wrong.${wrong}`)}
        onFile={(file) => {
          const found = checkFile(file)
          setWrong(found)
          if (!found) send.mutate(file)
        }}
      />
      {send.isPending && <p role="status">{t('attachment.sending')}</p>}
      {send.isError && <ProblemNote error={send.error} />}
    </div>
  )
}
