import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import type { RuleHistory, RuleVersion, RuleVersionState, RuleVersionText, Tone } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { dateTime, longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { faultText } from './faults'
import { useRuleText } from './queries'

const CodeEditor = lazy(() => import('./CodeEditor'))

const tones: Record<RuleVersionState, Tone | 'success'> = {
  in_force: 'success', planned: 'info', past: 'neutral', withdrawn: 'neutral', offered: 'warning', unreadable: 'danger',
}

type Doing = { what: 'restore' | 'withdraw'; version: RuleVersion } | { what: 'show'; version: RuleVersion; before?: string }

/** Every version with who, when and why; what changed in it; and the way back. */
export function History({ kind, history }: { kind: string; history: RuleHistory }) {
  const { t } = useTranslation('rules')
  const language = useLanguage()
  const [doing, setDoing] = useState<Doing | null>(null)
  const before = (version: RuleVersion) => history.versions.find((one) => one.number < version.number && one.state !== 'withdrawn')?.name
  return (
    <section className="card stack" aria-labelledby="rules-history">
      <h2 id="rules-history">{t('history.title')}</h2>
      <ul className="plain-list rules-history">
        {history.versions.map((version) => (
          <li key={version.name} className="rules-version">
            <div className="rules-version-what">
              <span className="row">
                <strong>{t('history.version', { version: version.name })}</strong> <Pill tone={tones[version.state]}>{t(`state.${version.state}`)}</Pill>
              </span>
              <span className="quiet">
                {version.origin === 'shipped'
                  ? t('history.shipped', { source: version.source })
                  : t('history.by', { name: version.by?.name ?? t('command_line'), time: dateTime(version.at, language) })}
              </span>
              {version.why && <span>{version.why}</span>}
              {version.restores && <span className="quiet">{t('history.restores', { version: version.restores })}</span>}
              {version.withdrawn && (
                <span className="quiet">
                  {t('history.withdrawn', { name: version.withdrawn.by?.name ?? t('command_line'), time: dateTime(version.withdrawn.at, language), why: version.withdrawn.why })}
                </span>
              )}
              {version.faults?.map((fault, index) => (
                <span key={index} className="field-error">
                  {t('faults.place', { line: fault.line ?? 1, column: fault.column ?? 1 })}: {faultText(fault, t)}
                </span>
              ))}
            </div>
            <div className="quiet">
              {version.valid_to
                ? t('history.valid', { from: longDate(version.valid_from, language), to: longDate(version.valid_to, language) })
                : t('history.valid_from', { from: longDate(version.valid_from, language) })}
            </div>
            <div className="row rules-version-do">
              <Button size="small" onClick={() => setDoing({ what: 'show', version, before: before(version) })} aria-label={`${before(version) ? t('history.show_changes') : t('history.show')}: ${version.name}`}>
                {before(version) ? t('history.show_changes') : t('history.show')}
              </Button>
              {history.may_change && version.state !== 'in_force' && version.state !== 'planned' && version.state !== 'unreadable' && (
                <Button size="small" onClick={() => setDoing({ what: 'restore', version })} aria-label={t('history.restore_version', { version: version.name })}>
                  {t('history.restore')}
                </Button>
              )}
              {history.may_change && version.state === 'planned' && (
                <Button size="small" onClick={() => setDoing({ what: 'withdraw', version })} aria-label={t('history.withdraw_version', { version: version.name })}>
                  {t('history.withdraw')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {doing?.what === 'show' && <Show kind={kind} version={doing.version} before={doing.before} onClose={() => setDoing(null)} />}
      {doing !== null && doing.what !== 'show' && <Reason kind={kind} what={doing.what} version={doing.version} revision={history.revision} onClose={() => setDoing(null)} />}
    </section>
  )
}

function Show({ kind, version, before, onClose }: { kind: string; version: RuleVersion; before?: string; onClose: () => void }) {
  const { t } = useTranslation('rules')
  const text = useRuleText(kind, version.name)
  const earlier = useRuleText(kind, before)
  const ready = text.data && (before === undefined || earlier.data)
  const title = before === undefined ? t('history.version', { version: version.name }) : t('history.differences', { version: version.name, before })
  return (
    <Dialog title={title} onClose={onClose} wide>
      {(text.isError || earlier.isError) && <ProblemNote error={text.error ?? earlier.error} />}
      {!ready && !text.isError && <Loading />}
      {ready && (
        <Suspense fallback={<Loading />}>
          <CodeEditor initial={text.data.text} original={earlier.data?.text} readOnly label={title} />
        </Suspense>
      )}
    </Dialog>
  )
}

interface ReasonProps {
  kind: string
  what: 'restore' | 'withdraw'
  version: RuleVersion
  revision: number
  onClose: () => void
}

function Reason({ kind, what, version, revision, onClose }: ReasonProps) {
  const { t } = useTranslation('rules')
  const client = useQueryClient()
  const announce = useAnnounce()
  const [why, setWhy] = useState('')
  const [key, setKey] = useState(newKey)
  const act = useMutation({
    mutationFn: () => api.post<RuleVersionText>(`/staff/rules/${kind}/versions/${encodeURIComponent(version.name)}/${what}`, { why }, { ifMatch: revision, idempotencyKey: key }),
    onSuccess: async (made) => {
      announce(t(what === 'restore' ? 'restore.done' : 'withdraw.done', { version: made.name }))
      await Promise.all([client.invalidateQueries({ queryKey: ['rules'] }), client.invalidateQueries({ queryKey: ['catalogue'] })])
      onClose()
    },
    onError: () => {
      setKey(newKey())
      void Promise.all([client.invalidateQueries({ queryKey: ['rules'] }), client.invalidateQueries({ queryKey: ['catalogue'] })])
    },
  })
  const fields = fieldErrors(act.error, t as never)
  return (
    <Dialog
      title={t(what === 'restore' ? 'restore.title' : 'withdraw.title', { version: version.name })}
      onClose={onClose}
      actions={
        <Button look="primary" busy={act.isPending} onClick={() => act.mutate()}>
          {t(what === 'restore' ? 'restore.button' : 'withdraw.button')}
        </Button>
      }
    >
      <p>{t(what === 'restore' ? 'restore.about' : 'withdraw.about')}</p>
      <LongTextField label={t('put.why')} value={why} onChange={setWhy} error={fields.why} required />
      {act.isError && <ProblemNote error={act.error} />}
    </Dialog>
  )
}
