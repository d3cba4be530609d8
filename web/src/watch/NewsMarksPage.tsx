import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewsMark } from '../api/types'
import { useWrong } from '../admin/api'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { TextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { longDate, today } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { useEndMark, useMark, useMarks } from './queries'

const tones = { now: 'warning', coming: 'info', past: 'neutral' } as const

function when(mark: NewsMark): keyof typeof tones {
  if (mark.ended_at || mark.to < today()) return 'past'
  return mark.from > today() ? 'coming' : 'now'
}

/** Persons in the news who are followed more closely: a label, the days and who set it; never who they are. */
export default function NewsMarksPage() {
  const { t } = useTranslation('watch')
  usePageTitle(t('marks.title'))
  const language = useLanguage()
  const announce = useAnnounce()
  const marks = useMarks()
  const end = useEndMark()
  const [adding, setAdding] = useState(false)
  return (
    <>
      <div className="spread">
        <h1>{t('marks.title')}</h1>
        <Button look="primary" onClick={() => setAdding(true)}>
          {t('marks.add')}
        </Button>
      </div>
      <p>{t('marks.intro')}</p>
      {marks.isPending && <Loading />}
      {marks.isError && <ProblemNote error={marks.error} />}
      {end.isError && <ProblemNote error={end.error} />}
      {marks.data?.length === 0 && (
        <div className="card empty">
          <h2>{t('marks.none')}</h2>
          <p>{t('marks.none_about')}</p>
        </div>
      )}
      <ul className="plain-list stack">
        {marks.data?.map((mark) => {
          const time = when(mark)
          return (
            <li key={mark.id} className="card spread">
              <span className="row">
                <Pill tone={tones[time]}>{t(`marks.${time}`)}</Pill>
                <strong>{mark.label}</strong>
                <span>
                  {longDate(mark.from, language)}–{longDate(mark.to, language)}
                </span>
                {mark.set_by && <span className="quiet">{t('marks.by', { name: mark.set_by.name })}</span>}
              </span>
              {time !== 'past' && (
                <Button size="small" busy={end.isPending} aria-label={t('marks.end_named', { label: mark.label })} onClick={() => end.mutate(mark.id, { onSuccess: () => announce(t('marks.ended')) })}>
                  {t('marks.end')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {adding && <MarkDialog onClose={() => setAdding(false)} />}
    </>
  )
}

function MarkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('watch')
  const announce = useAnnounce()
  const mark = useMark()
  const wrong = useWrong(mark.error)
  const [form, setForm] = useState({ hetu: '', label: '', from: today(), to: '' })
  const set = (name: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [name]: value }))
  const [tried, setTried] = useState(false)
  const missing = (name: keyof typeof form) => (tried && !form[name] ? t('problems:fields.required') : undefined)
  const submit = () => {
    setTried(true)
    if (!form.hetu || !form.label || !form.from || !form.to) return
    mark.mutate(form, {
      onSuccess: () => {
        announce(t('marks.saved'))
        onClose()
      },
    })
  }
  return (
    <Dialog
      title={t('marks.add')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={mark.isPending} onClick={submit}>
          {t('marks.save')}
        </Button>
      }
    >
      {mark.isError && <ProblemNote error={mark.error} />}
      <TextField label={t('marks.hetu')} value={form.hetu} onChange={set('hetu')} error={wrong.hetu ?? missing('hetu')} autoComplete="off" required />
      <TextField label={t('marks.label')} hint={t('marks.label_hint')} value={form.label} onChange={set('label')} error={wrong.label ?? missing('label')} required />
      <DateField label={t('marks.from')} value={form.from} onChange={set('from')} error={wrong.from ?? missing('from')} />
      <DateField label={t('marks.to')} value={form.to} onChange={set('to')} error={wrong.to ?? missing('to')} />
    </Dialog>
  )
}
