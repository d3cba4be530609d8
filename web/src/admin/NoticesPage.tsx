import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import { noticesKey } from '../app/Notices'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root, useWrong } from './api'
import type { Level, NoticeRow } from './types'

const levels: Level[] = ['info', 'maintenance', 'disturbance']
const tones = { now: 'success', coming: 'info', past: 'neutral' } as const

/** What everyone is told of the service's state: now, later, before. */
export default function NoticesPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('notices.title'))
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const client = useQueryClient()
  const [asked, setAsked] = useState<NoticeRow | 'new' | null>(null)
  const notices = useQuery({ queryKey: ['admin', 'notices'], queryFn: () => api.get<NoticeRow[]>(`${root}/notices`) })
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['admin', 'notices'] })
    void client.invalidateQueries({ queryKey: noticesKey })
  }
  const end = useMutation({
    mutationFn: (one: NoticeRow) => api.post(`${root}/notices/${one.id}/end`, {}, { ifMatch: one.version }),
    onSuccess: () => announce(t('notices.ended')),
    onSettled: refresh,
  })
  const rows = notices.data ?? []
  return (
    <>
      <div className="spread">
        <h1>{t('notices.title')}</h1>
        <Button look="primary" onClick={() => setAsked('new')}>
          {t('notices.add')}
        </Button>
      </div>
      <p>{t('notices.explain')}</p>
      {notices.isError && <ProblemNote error={notices.error} />}
      {end.isError && <ProblemNote error={end.error} />}
      {notices.isPending && <Loading />}
      {notices.data && rows.length === 0 && <p className="card empty">{t('notices.empty')}</p>}
      <ul className="plain-list stack">
        {rows.map((one) => (
          <li key={one.id} className="card stack">
            <div className="spread">
              <span className="row">
                <Pill tone={tones[one.when]}>{t(`when.${one.when}`)}</Pill>
                <strong>{t(`notices.levels.${one.level}`)}</strong>
                <span className="quiet">
                  {dateTime(one.begins_at, language)}–{one.ends_at ? dateTime(one.ends_at, language) : t('until_further')}
                </span>
              </span>
              {one.when !== 'past' && (
                <span className="row">
                  <Button size="small" onClick={() => setAsked(one)}>
                    {t('notices.change')}
                  </Button>
                  <Button size="small" look="danger" busy={end.isPending} onClick={() => end.mutate(one)}>
                    {t('notices.end')}
                  </Button>
                </span>
              )}
            </div>
            <p className="admin-words">{text(one.text)}</p>
          </li>
        ))}
      </ul>
      {asked !== null && (
        <NoticeDialog
          notice={asked === 'new' ? undefined : asked}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null)
            announce(t('notices.saved'))
            refresh()
          }}
        />
      )}
    </>
  )
}

/** An instant as the browser's own field of date and time takes it: local, to the minute. */
function local(instant: string | undefined): string {
  if (!instant) return ''
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function NoticeDialog({ notice, onClose, onDone }: { notice?: NoticeRow; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('admin')
  const [form, setForm] = useState({ level: notice?.level ?? ('info' as Level), fi: notice?.text.fi ?? '', sv: notice?.text.sv ?? '', en: notice?.text.en ?? '', begins: local(notice?.begins_at), ends: local(notice?.ends_at) })
  const set = (name: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [name]: value }))
  const [sent] = useState(() => new Map<string, string>())
  const instant = (value: string) => (value ? new Date(value).toISOString() : undefined)
  const save = useMutation({
    mutationFn: () => {
      const body = { level: form.level, text: { fi: form.fi, sv: form.sv || undefined, en: form.en || undefined }, begins_at: instant(form.begins), ends_at: instant(form.ends) }
      if (notice) return api.put(`${root}/notices/${notice.id}`, body, { ifMatch: notice.version })
      const content = JSON.stringify(body)
      const idempotencyKey = sent.get(content) ?? newKey()
      sent.set(content, idempotencyKey)
      return api.post(`${root}/notices`, body, { idempotencyKey })
    },
    onSuccess: onDone,
  })
  const wrong = useWrong(save.error)
  const when = (name: 'begins' | 'ends', label: string, hint: string, error: string | undefined) => (
    <div className="field">
      <label className="field-label" htmlFor={`notice-${name}`}>
        {label}
      </label>
      <p className="field-hint" id={`notice-${name}-hint`}>
        {hint}
      </p>
      <input id={`notice-${name}`} className="input" type="datetime-local" value={form[name]} aria-describedby={`notice-${name}-hint`} aria-invalid={error ? true : undefined} onChange={(event) => set(name)(event.target.value)} />
      {error && <p className="field-error">{error}</p>}
    </div>
  )
  return (
    <Dialog
      title={notice ? t('notices.change') : t('notices.add')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={() => save.mutate()}>
          {t('notices.publish')}
        </Button>
      }
    >
      {save.isError && <ProblemNote error={save.error} />}
      <Select label={t('notices.level')} value={form.level} error={wrong.level} onChange={(event) => set('level')(event.target.value)}>
        {levels.map((one) => (
          <option key={one} value={one}>
            {t(`notices.levels.${one}`)}
          </option>
        ))}
      </Select>
      <LongTextField label={t('notices.fi')} hint={t('notices.words_hint')} value={form.fi} onChange={set('fi')} error={wrong['text/fi']} required />
      <LongTextField label={t('notices.sv')} optional={t('optional')} value={form.sv} onChange={set('sv')} error={wrong['text/sv']} />
      <LongTextField label={t('notices.en')} optional={t('optional')} value={form.en} onChange={set('en')} error={wrong['text/en']} />
      <div className="form-grid">
        {when('begins', t('notices.begins'), t('notices.begins_hint'), wrong.begins_at)}
        {when('ends', t('notices.ends'), t('notices.ends_hint'), wrong.ends_at)}
      </div>
    </Dialog>
  )
}
