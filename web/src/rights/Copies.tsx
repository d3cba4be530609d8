import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { OwnCopy } from '../api/types'
import { useWhen } from '../client/when'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'

const size = (bytes: number, language: string) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000)).toLocaleString(language)} kB` : `${(bytes / 1_000_000).toLocaleString(language, { maximumFractionDigits: 1 })} MB`

/** Copies, newest first, with how far they are and the file. `path`: where the file of one is. */
export function Copies({ copies, path }: { copies: OwnCopy[]; path: (id: string) => string }) {
  const { t } = useTranslation('rights')
  return (
    <ul className="rights-list">
      {copies.map((copy) => (
        <Copy key={copy.id} copy={copy} path={path(copy.id)} label={t('copy.of', { kind: t(`language.${copy.language}`) })} />
      ))}
    </ul>
  )
}

function Copy({ copy, path, label }: { copy: OwnCopy; path: string; label: string }) {
  const { t } = useTranslation('rights')
  const when = useWhen()
  const language = useLanguage()
  const announce = useAnnounce()
  const save = useMutation({
    mutationFn: () => api.blob(path),
    onSuccess: (file) => {
      saveFile(file, t('copy.file_name'))
      announce(t('copy.saved'))
    },
  })
  const asked = when.instant(copy.asked_at)
  return (
    <li className="rights-item">
      <p className="rights-head">
        <b>{t('copy.asked', { time: asked })}</b>
        <Pill tone={copy.state === 'ready' ? 'success' : copy.state === 'failed' ? 'danger' : 'neutral'}>{t(`copy.state.${copy.state}`)}</Pill>
      </p>
      <p className="quiet">
        {label}
        {copy.asked_by && <> · {t('copy.asked_by', { name: copy.asked_by.name })}</>}
        {copy.state === 'ready' && copy.size !== undefined && <> · {size(copy.size, language)}</>}
      </p>
      {copy.state === 'making' && (
        <>
          <progress max={100} value={copy.progress} aria-label={t('copy.state.making')} />
          <p className="quiet">{t('copy.making_about', { day: when.day(copy.due_on) })}</p>
        </>
      )}
      {copy.state === 'failed' && <p>{t('copy.failed_about')}</p>}
      {!copy.whole && copy.state === 'ready' && <p className="quiet">{t(copy.can_download ? 'copy.partly' : 'copy.given_by_staff')}</p>}
      {copy.can_download && (
        <div className="rights-acts">
          <Button look="primary" busy={save.isPending} onClick={() => save.mutate()} aria-label={t('copy.download_of', { time: asked })}>
            {t('copy.download')}
          </Button>
          <span className="quiet">{t('copy.until', { day: when.day(copy.keep_until?.slice(0, 10)) })}</span>
        </div>
      )}
      {save.isError && <ProblemNote error={save.error} />}
    </li>
  )
}
