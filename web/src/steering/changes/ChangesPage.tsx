import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { serviceTasks } from '../../admin/types'
import type { ChangeMark, ChangeMarks, ChangeSpan } from '../../api/types'
import { usePageTitle } from '../../app/page'
import { Tabs } from '../../flow/Filters'
import { useLanguage, useText } from '../../i18n/text'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { longDate } from '../../ui/format'
import { Loading } from '../../ui/Loading'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import '../../flow/flow.css'
import '../steering.css'
import { MarkDialog } from './MarkDialog'
import { Measure } from './Measure'
import { useChanges, useRemoveChange } from './queries'

const spans: ChangeSpan[] = ['six_weeks', 'twelve_weeks', 'twenty_four_weeks']

/** Changes in how the work is done, and what the figures were before each and after it. */
export function Component() {
  const { t } = useTranslation('changes')
  usePageTitle(t('title'))
  const changes = useChanges()
  return (
    <main id="main" tabIndex={-1} className="page stack st-page">
      <div>
        <h1>{t('title')}</h1>
        <p className="quiet">{t('lead')}</p>
      </div>
      <Tabs page="/changes" />
      {changes.isPending && <Loading />}
      {changes.isError && <ProblemNote error={changes.error} />}
      {changes.data && <Whole data={changes.data} />}
    </main>
  )
}

function Whole({ data }: { data: ChangeMarks }) {
  const { t } = useTranslation('changes')
  const announce = useAnnounce()
  const [params, setParams] = useSearchParams()
  const [editing, setEditing] = useState<ChangeMark | 'new' | undefined>(() => (params.get('mark') === 'new' ? 'new' : undefined))
  const [wanted, setWanted] = useState('')
  const there = data.changes.filter(({ removed }) => !removed)
  const found = there.filter(({ name, about, team }) => `${name} ${about} ${team?.name ?? ''}`.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()))
  const open = there.find(({ id }) => id === params.get('change'))
  const span = spans.find((one) => one === params.get('span')) ?? 'twelve_weeks'
  const set = (values: Record<string, string>) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        for (const [name, value] of Object.entries(values)) next.set(name, value)
        next.delete('mark')
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  return (
    <>
      <div className="st-filters no-print">
        <Button look="primary" onClick={() => setEditing('new')}>
          {t('mark')}
        </Button>
        {there.length > 5 && <TextField label={t('search')} value={wanted} onChange={setWanted} autoComplete="off" />}
      </div>
      <Gone gone={data.changes.filter(({ removed }) => removed)} />
      {there.length === 0 && <div className="card empty">{t('empty')}</div>}
      {there.length > 0 && found.length === 0 && <p role="status">{t('none_found')}</p>}
      <ul className="plain-list ch-marks">
        {found.map((mark) => (
          <li key={mark.id} className="card">
            <Mark mark={mark} open={mark.id === open?.id} onOpen={() => set({ change: mark.id })} onEdit={() => setEditing(mark)} />
          </li>
        ))}
      </ul>
      {open && <Measures key={open.id} mark={open} data={data} span={span} onSpan={(next) => set({ span: next })} />}
      {editing && (
        <MarkDialog
          old={editing === 'new' ? undefined : editing}
          begun={{ team: params.get('team') ?? undefined, service: serviceTasks.find((one) => one === params.get('service')) }}
          teams={data.teams}
          onClose={() => {
            setEditing(undefined)
            set({})
          }}
          onSaved={(mark) => {
            setEditing(undefined)
            set({ change: mark.id })
            announce(t('saved', { name: mark.name }))
          }}
        />
      )}
    </>
  )
}

function Mark({ mark, open, onOpen, onEdit }: { mark: ChangeMark; open: boolean; onOpen: () => void; onEdit: () => void }) {
  const { t } = useTranslation(['changes', 'codes'])
  const language = useLanguage()
  const announce = useAnnounce()
  const remove = useRemoveChange()
  const whose = [mark.team?.name, mark.service_task && t(`codes:service_task.${mark.service_task}`)].filter(Boolean).join(', ') || t('whole_county')
  return (
    <>
      <h2>{mark.name}</h2>
      <p className="quiet">
        {longDate(mark.happened_on, language)}, {whose}. {t('made_by', { name: mark.made_by.name })}
      </p>
      <p>{mark.about}</p>
      {remove.isError && <ProblemNote error={remove.error} />}
      <div className="st-tools no-print">
        <Button size="small" aria-pressed={open} aria-label={t('measures_of', { name: mark.name })} onClick={onOpen}>
          {t('measures')}
        </Button>
        {mark.permitted_actions.includes('change') && (
          <Button size="small" look="plain" aria-label={t('correct_of', { name: mark.name })} onClick={onEdit}>
            {t('correct')}
          </Button>
        )}
        {mark.permitted_actions.includes('remove') && (
          <Button size="small" look="plain" busy={remove.isPending} aria-label={t('remove_of', { name: mark.name })} onClick={() => remove.mutate(mark, { onSuccess: () => announce(t('removed', { name: mark.name })) })}>
            {t('remove')}
          </Button>
        )}
      </div>
    </>
  )
}

/** Those removed that one may bring back. */
function Gone({ gone }: { gone: ChangeMark[] }) {
  const { t } = useTranslation('changes')
  const announce = useAnnounce()
  const restore = useRemoveChange()
  if (gone.length === 0) return null
  return (
    <div className="st-tools no-print">
      {gone.map((mark) => (
        <Button key={mark.id} look="plain" busy={restore.isPending} onClick={() => restore.mutate(mark, { onSuccess: () => announce(t('restored', { name: mark.name })) })}>
          {t('restore', { name: mark.name })}
        </Button>
      ))}
      {restore.isError && <ProblemNote error={restore.error} />}
    </div>
  )
}

function Measures({ mark, data, span, onSpan }: { mark: ChangeMark; data: ChangeMarks; span: ChangeSpan; onSpan: (span: ChangeSpan) => void }) {
  const { t } = useTranslation('changes')
  const text = useText()
  return (
    <section className="stack" aria-labelledby="ch-measures">
      <h2 id="ch-measures">{t('measured', { name: mark.name })}</h2>
      <p>{t('honest')}</p>
      <div className="st-filters no-print">
        <Select className="ch-span" label={t('span')} value={span} onChange={(event) => onSpan(event.target.value as ChangeSpan)}>
          {spans.map((one) => (
            <option key={one} value={one}>
              {t(`spans.${one}`)}
            </option>
          ))}
        </Select>
        <Button onClick={() => window.print()}>{t('steering:print')}</Button>
      </div>
      <div className="st-grid">
        {data.figures.map(({ code, name }) => (
          <Measure key={code} mark={mark} code={code} name={text(name)} span={span} />
        ))}
      </div>
    </section>
  )
}
