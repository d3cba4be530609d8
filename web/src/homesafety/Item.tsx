import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import type { Attachment, SafetyAnswer, SafetyAssessment, SafetyFinding, SafetyItem, SafetyPicture } from '../api/types'
import { useText } from '../i18n/text'
import { checkFile } from '../matter/tabs/files'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { FileField } from '../ui/FileField'
import { ProblemNote } from '../ui/ProblemNote'
import { Choice } from './Choice'
import { useSave } from './queries'

const FINDINGS: SafetyFinding[] = ['fine', 'risk', 'unseen', 'not_relevant']

/** One thing that is looked at. What is said of it is saved by itself; "saved" is said when it is. */
export function Item({ client, draft, item, said }: { client: string; draft: SafetyAssessment; item: SafetyItem; said: SafetyAnswer | undefined }) {
  const { t } = useTranslation('homesafety')
  const text = useText()
  const save = useSave(client, draft)
  const [answer, setAnswer] = useState(said?.answer)
  const [words, setWords] = useState(said?.words ?? '')
  const [pictures, setPictures] = useState<SafetyPicture[]>(said?.pictures ?? [])
  const [tried, setTried] = useState(false)
  const missing = answer === 'risk' && words.trim().length < 3
  const same =
    said !== undefined &&
    said.answer === answer &&
    (said.words ?? '') === words.trim() &&
    said.pictures.map((one) => one.id).join() === pictures.map((one) => one.id).join()
  const keep = (next: SafetyFinding | undefined, shown: SafetyPicture[]) => {
    if (!next || (next === 'risk' && words.trim().length < 3)) {
      setTried(true)
      return
    }
    save.mutate({ what: 'answer', item: item.code, body: { answer: next, words: words.trim() || undefined, pictures: shown.map((one) => one.id) } })
  }
  return (
    <div className="hs-item">
      <Choice
        legend={text(item.question)}
        name={`hs-${item.code}`}
        options={FINDINGS.map((value) => ({ value, label: t(`finding.${value}`) }))}
        value={answer}
        onChange={(next) => {
          setAnswer(next)
          // A risk is told in words first; the others are whole as they are.
          if (next !== 'risk' || words.trim().length >= 3) keep(next, pictures)
        }}
      />
      {answer !== undefined && (
        <>
          <LongTextField
            label={t(answer === 'risk' ? 'what_seen' : 'words')}
            optional={answer === 'risk' ? undefined : t('optional')}
            value={words}
            onChange={setWords}
            rows={2}
            required={answer === 'risk'}
            error={tried && missing ? t('words_missing') : undefined}
          />
          {draft.matter_id && (
            <Pictures
              matter={draft.matter_id}
              client={client}
              pictures={pictures}
              onChange={(next) => {
                setPictures(next)
                keep(answer, next)
              }}
            />
          )}
          {!same && (
            <Button look="primary" busy={save.isPending} onClick={() => keep(answer, pictures)} aria-label={`${t('save')}: ${text(item.question)}`}>
              {t('save')}
            </Button>
          )}
        </>
      )}
      {save.isError && <ProblemNote error={save.error} />}
      <p className="hs-saved quiet" role="status">
        {save.isPending ? t('saving') : same ? t('saved') : answer !== undefined ? t('not_saved') : ''}
      </p>
    </div>
  )
}

/** Pictures of the thing, kept as attachments of the matter. */
function Pictures({ matter, client, pictures, onChange }: { matter: string; client: string; pictures: SafetyPicture[]; onChange: (next: SafetyPicture[]) => void }) {
  const { t } = useTranslation(['homesafety', 'matter'])
  const [wrong, setWrong] = useState<'too_large' | 'wrong_type' | 'empty'>()
  const send = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.append('file', file, file.name)
      form.append('client_id', client)
      return api.post<Attachment>(`/staff/matters/${encodeURIComponent(matter)}/attachments`, form, { idempotencyKey: newKey() })
    },
    onSuccess: (made) => {
      onChange([...pictures.filter((one) => one.id !== made.id), { id: made.id, name: made.name }])
    },
  })
  return (
    <div className="field">
      <FileField
        label={t('picture_add')}
        accept="image/png,image/jpeg"
        capture="environment"
        disabled={send.isPending}
        error={wrong && t(`matter:attachment.wrong.${wrong}`)}
        onFile={(file) => {
          const found = checkFile(file)
          setWrong(found)
          if (!found) send.mutate(file)
        }}
      />
      {send.isPending && <p role="status">{t('matter:attachment.sending')}</p>}
      {send.isError && <ProblemNote error={send.error} />}
      <PictureList pictures={pictures} onRemove={(gone) => onChange(pictures.filter((one) => one.id !== gone))} />
    </div>
  )
}

/** Pictures by name. Opening one is a look of its own, so none is opened unasked. */
export function PictureList({ pictures, onRemove }: { pictures: SafetyPicture[]; onRemove?: (id: string) => void }) {
  const { t } = useTranslation('homesafety')
  if (pictures.length === 0) return null
  return (
    <ul className="hs-pictures">
      {pictures.map((one) => (
        <li key={one.id}>
          <Picture picture={one} />
          {onRemove && (
            <Button look="plain" size="small" onClick={() => onRemove(one.id)} aria-label={t('picture_remove', { name: one.name })}>
              {t('remove')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function Picture({ picture }: { picture: SafetyPicture }) {
  const { t } = useTranslation('homesafety')
  const [address, setAddress] = useState<string>()
  const open = useMutation({ mutationFn: () => api.blob(`/staff/attachments/${encodeURIComponent(picture.id)}`), onSuccess: (blob) => setAddress(URL.createObjectURL(blob)) })
  useEffect(() => () => void (address && URL.revokeObjectURL(address)), [address])
  if (address) return <img src={address} alt={picture.name} width={240} />
  return (
    <>
      <Button size="small" busy={open.isPending} onClick={() => open.mutate()}>
        {t('picture_open', { name: picture.name })}
      </Button>
      {open.isError && <ProblemNote error={open.error} />}
    </>
  )
}
