import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBlocker, useNavigate, useSearchParams } from 'react-router'
import { api, isProblem, newKey } from '../api/client'
import type { Matter, NewMatter, OpenMatter, Situation } from '../api/types'
import { worksOnMatters } from '../app/home'
import { usePageTitle } from '../app/page'
import { fieldErrors } from '../app/problem'
import { useProfessional } from '../app/session'
import { useLanguage } from '../i18n/text'
import { ClientSearchField } from '../people/ClientSearchField'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { longDate } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { Answers, type AnswerValues } from './Answers'
import { ClientSummary } from './ClientSummary'
import { knownOf } from './known'
import { Proposal } from './Proposal'
import { Receipt } from './Receipt'
import { SituationChoice } from './SituationChoice'
import { useLobbyClients, useLobbyForm, useProposal } from './useLobby'
import './lobby.css'

const nothing: AnswerValues = { service_task: '', urgency: '', need_reasons: [], notifier: '', notifier_name: '', own_words: '', description: '', discharge_on: '' }

export function Component() {
  const [round, setRound] = useState(0)
  // A new round is a new form: nothing of the last client stays in it.
  return <NewMatterForm key={round} onAgain={() => setRound((now) => now + 1)} />
}

function NewMatterForm({ onAgain }: { onAgain: () => void }) {
  const { t, i18n } = useTranslation('lobby')
  usePageTitle(t('new.title'))
  const navigate = useNavigate()
  const queries = useQueryClient()
  const announce = useAnnounce()
  const language = useLanguage()
  const opens = worksOnMatters(useProfessional().role)
  const [params, setParams] = useSearchParams()
  const ids = params.getAll('client')
  const form = useLobbyForm()
  const views = useLobbyClients(ids)
  const first = views[0]?.data

  const [situation, setSituation] = useState<Situation | ''>('')
  const [given, setGiven] = useState<Partial<AnswerValues>>({})
  const [team, setTeam] = useState('')
  const [overrule, setOverrule] = useState('')
  const [whyAnother, setWhyAnother] = useState('')
  const [tried, setTried] = useState(false)
  const [addClient, setAddClient] = useState(ids.length === 0)
  const [sent, setSent] = useState<Matter | null>(null)
  const receipt = useRef<HTMLHeadingElement>(null)

  // What is known fills in the answers until somebody answers otherwise.
  const values: AnswerValues = { ...nothing }
  for (const field of Object.keys(nothing) as (keyof AnswerValues)[]) {
    const known = knownOf(first, field)?.value
    Object.assign(values, { [field]: given[field] ?? known ?? nothing[field] })
  }

  const ready = ids.length > 0 && situation !== '' && values.service_task !== '' && values.urgency !== ''
  const proposal = useProposal(
    ready
      ? { client_ids: ids, situation, service_task: values.service_task, urgency: values.urgency }
      : undefined,
  )
  const proposedTeam = proposal.data?.team.id ?? ''
  const chosenTeam = team || proposedTeam

  const openMatters = views.flatMap((view) => view.data?.open_matters ?? [])
  const [told, setTold] = useState<OpenMatter[]>([])
  const same = dedupe([...openMatters.filter((matter) => matter.situation === situation), ...told])

  const problems: Record<string, string> = {}
  if (ids.length === 0) problems.client = t('new.need.client')
  if (situation === '') problems.situation = t('new.need.situation')
  if (values.service_task === '') problems.service_task = t('new.need.answer')
  if (values.urgency === '') problems.urgency = t('new.need.answer')
  if (values.need_reasons.length === 0) problems.need_reasons = t('new.need.reasons')
  if (values.notifier === '') problems.notifier = t('new.need.answer')
  if (situation === 'acute_discharge' && values.discharge_on === '') problems.discharge_on = t('new.need.answer')
  if (same.length > 0 && whyAnother.trim() === '') problems.why_another = t('new.need.why_another')
  if (chosenTeam !== proposedTeam && overrule.trim() === '') problems.overrule_reason = t('new.need.overrule')

  const key = useRef({ body: '', key: '' })
  const send = useMutation({
    mutationFn: () => {
      const body: NewMatter = {
        client_ids: ids,
        situation: situation as Situation,
        service_task: values.service_task,
        urgency: values.urgency,
        need_reasons: values.need_reasons,
        notifier: values.notifier,
        notifier_name: values.notifier_name.trim() || undefined,
        own_words: values.own_words.trim() || undefined,
        description: values.description.trim() || undefined,
        team_id: chosenTeam,
        overrule_reason: chosenTeam !== proposedTeam ? overrule.trim() : undefined,
        why_another: same.length > 0 ? whyAnother.trim() : undefined,
        discharge_on: situation === 'acute_discharge' ? values.discharge_on || undefined : undefined,
      }
      // The same answers sent twice are one matter; changed answers are another sending.
      const text = JSON.stringify(body)
      if (key.current.body !== text) key.current = { body: text, key: newKey() }
      return api.post<Matter>('/staff/lobby/send', body, { idempotencyKey: key.current.key })
    },
    onSuccess: (matter) => {
      setSent(matter)
      announce(t('receipt.announced', { number: matter.number }))
      void queries.invalidateQueries({ queryKey: ['lobby'] })
      for (const id of ids) void queries.invalidateQueries({ queryKey: ['client', id] })
      requestAnimationFrame(() => {
        window.scrollTo(0, 0)
        receipt.current?.focus()
      })
    },
    onError: (error) => {
      if (isProblem(error, 'open_matter_exists') && Array.isArray(error.problem.matters)) setTold(error.problem.matters as OpenMatter[])
    },
  })

  const shown = { ...(tried ? problems : {}), ...fieldErrors(send.error, i18n.getFixedT(null, 'problems')) }

  const dirty = sent === null && (situation !== '' || Object.keys(given).length > 0)
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname)
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])

  const setClients = (next: string[]) => setParams({ client: next }, { replace: true })

  if (sent) {
    return (
      <Receipt
        matter={sent}
        headingRef={receipt}
        onAgain={() => {
          setParams({}, { replace: true })
          onAgain()
        }}
      />
    )
  }

  const submit = () => {
    setTried(true)
    const wrong = Object.keys(problems)
    if (wrong.length > 0 || !ready) {
      announce(t('new.check', { count: wrong.length }))
      requestAnimationFrame(() => {
        const target = document.querySelector<HTMLElement>(`[data-field="${wrong[0]}"]`)
        target?.scrollIntoView({ block: 'center' })
        target?.querySelector<HTMLElement>('input, select, textarea, button')?.focus()
      })
      return
    }
    send.mutate()
  }

  return (
    <main id="main" tabIndex={-1} className="page lobby-new">
      <h1>{t('new.title')}</h1>
      {form.isError && <ProblemNote error={form.error} />}
      <div className="lobby-columns">
        <div className="stack lobby-form">
          <section className="card stack" aria-labelledby="step-client" data-field="client">
            <h2 id="step-client">{t('new.step.client')}</h2>
            {views.map((view, index) => {
              const id = ids[index] ?? ''
              if (view.isError) {
                return (
                  <div key={id} className="stack">
                    <ProblemNote error={view.error} />
                    <Button size="small" onClick={() => setClients(ids.filter((one) => one !== id))}>
                      {t('new.choose_other')}
                    </Button>
                  </div>
                )
              }
              if (!view.data) {
                return <Loading key={id} />
              }
              return <ClientSummary key={id} view={view.data} situation={situation} onRemove={() => (setClients(ids.filter((one) => one !== id)), ids.length === 1 && setAddClient(true))} />
            })}
            {addClient || ids.length === 0 ? (
              <ClientSearchField
                label={ids.length === 0 ? t('new.client_search') : t('new.another_client')}
                exclude={ids}
                onPick={(card) => {
                  setClients([...ids, card.id])
                  setAddClient(false)
                  announce(t('new.client_added', { name: card.name }))
                }}
                onNew={() => void navigate('/clients/new?then=lobby')}
              />
            ) : (
              <p>
                <Button size="small" onClick={() => setAddClient(true)}>
                  {t('new.add_client')}
                </Button>
              </p>
            )}
            {shown.client && <p className="field-error">{shown.client}</p>}
          </section>

          {ids.length > 0 && form.data && (
            <section className="card stack" aria-labelledby="step-situation" data-field="situation">
              <h2 id="step-situation">{t('new.step.situation')}</h2>
              <SituationChoice situations={form.data.situations} value={situation} onChange={(next) => (setSituation(next), setTeam(''), setTold([]))} error={shown.situation} />
              {situation === 'needs_assessment' && first?.recent_assessment && (
                <p className="note note-warning">{t('new.recent_assessment', { on: [longDate(first.recent_assessment.on, language), first.recent_assessment.by].filter(Boolean).join(', ') })}</p>
              )}
              {same.length > 0 && (
                <div className="note note-warning" data-field="why_another">
                  <p className="note-title">{t('new.same_open', { count: same.length })}</p>
                  <ul>
                    {same.map((matter) => (
                      <li key={matter.id}>
                        {opens ? (
                          <a href={`/matters/${matter.id}`} target="_blank" rel="noreferrer">
                            {matter.number}
                          </a>
                        ) : (
                          matter.number
                        )}
                        {' · '}
                        {t(`codes:lane.${matter.lane}`)} · {matter.team.name}
                        {matter.handler ? ` · ${matter.handler.name}` : ''}
                      </li>
                    ))}
                  </ul>
                  <LongTextField label={t('new.why_another')} hint={t('new.why_another_hint')} value={whyAnother} onChange={setWhyAnother} error={shown.why_another} rows={2} />
                </div>
              )}
            </section>
          )}

          {ids.length > 0 && situation !== '' && form.data && (
            <section className="card stack" aria-labelledby="step-need">
              <h2 id="step-need">{t('new.step.need')}</h2>
              <Answers form={form.data} view={first} situation={situation} values={values} given={given} errors={shown} onChange={(change) => setGiven((before) => ({ ...before, ...change }))} />
            </section>
          )}

          {ready && (
            <section className="card stack" aria-labelledby="step-where">
              <h2 id="step-where">{t('new.step.where')}</h2>
              {proposal.isError && <ProblemNote error={proposal.error} />}
              {proposal.isPending && <p className="quiet" aria-busy="true">{t('new.proposing')}</p>}
              {proposal.data && (
                <Proposal proposal={proposal.data} team={chosenTeam} onTeam={setTeam} reason={overrule} onReason={setOverrule} error={shown.overrule_reason} />
              )}
            </section>
          )}

          {send.isError && <ProblemNote error={send.error} />}
          {tried && Object.keys(problems).length > 0 && <p className="field-error">{t('new.check', { count: Object.keys(problems).length })}</p>}
          {ids.length > 0 && (
            <div className="row lobby-send">
              <Button look="primary" busy={send.isPending || proposal.isFetching} onClick={submit}>
                {t('new.send')}
              </Button>
              <Button look="plain" onClick={() => void navigate('/lobby')}>
                {t('common:cancel')}
              </Button>
              {proposal.data && <span className="quiet">{t('new.goes_to', { team: teamName(proposal.data, chosenTeam) })}</span>}
            </div>
          )}
        </div>
      </div>
      {blocker.state === 'blocked' && (
        <Dialog
          title={t('leave.title')}
          onClose={() => blocker.reset()}
          actions={
            <Button look="danger" onClick={() => blocker.proceed()}>
              {t('leave.go')}
            </Button>
          }
        >
          <p>{t('leave.text')}</p>
        </Dialog>
      )}
    </main>
  )
}

function dedupe(matters: OpenMatter[]): OpenMatter[] {
  return [...new Map(matters.map((matter) => [matter.id, matter])).values()]
}

function teamName(proposal: { team: { id: string; name: string }; alternatives: { id: string; name: string }[] }, id: string): string {
  return [proposal.team, ...proposal.alternatives].find((one) => one.id === id)?.name ?? proposal.team.name
}
