import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RiskDoer, RiskState, SafetyRisk } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useWhen } from '../client/when'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { LongTextField, TextField } from '../ui/Field'
import { longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { Choice } from './Choice'
import { useStep } from './queries'
import { RiskFacts, RiskPills, useRiskName } from './RiskWords'

const OPEN: RiskState[] = ['agreed', 'mended', 'accepted', 'passed_on']
const DOERS: RiskDoer[] = ['team', 'client', 'landlord', 'close_one', 'rescue', 'other']

/** The client's risks: what is done of each, and what has been. */
export function Risks({ client, risks }: { client: string; risks: SafetyRisk[] }) {
  const { t } = useTranslation('homesafety')
  const name = useRiskName()
  const [asked, setAsked] = useState<SafetyRisk>()
  return (
    <section className="card" aria-labelledby="hs-risks">
      <h2 id="hs-risks">{t('risks')}</h2>
      {risks.length === 0 && <p className="quiet">{t('no_risks')}</p>}
      <ul className="hs-list">
        {risks.map((risk) => (
          <li key={risk.id} className={risk.late ? 'hs-late' : undefined} aria-label={name(risk)}>
            <h3>{name(risk)}</h3>
            <RiskPills risk={risk} />
            <RiskFacts risk={risk} />
            <Steps risk={risk} />
            {risk.permitted_actions.includes('step') && (
              <div className="hs-actions">
                <Button onClick={() => setAsked(risk)} aria-label={`${t('step')}: ${name(risk)}`}>
                  {t('step')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {asked && <StepDialog client={client} risk={asked} onClose={() => setAsked(undefined)} />}
    </section>
  )
}

function Steps({ risk }: { risk: SafetyRisk }) {
  const { t } = useTranslation('homesafety')
  const when = useWhen()
  const language = useLanguage()
  const who = (id: string) => risk.people.find((one) => one.id === id)?.name
  return (
    <details>
      <summary>{t('steps', { count: risk.steps.length })}</summary>
      <ul>
        {risk.steps.map((step, index) => (
          <li key={index}>
            {[
              when.instant(step.at),
              who(step.by),
              step.notice ? t('was_notified') : t(`state.${step.state}`),
              step.act,
              step.doer && t(`doer.${step.doer}`),
              step.due_on && t('due', { date: longDate(step.due_on, language) }),
              step.words,
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The next step of a risk, with what must be said of it. */
function StepDialog({ client, risk, onClose }: { client: string; risk: SafetyRisk; onClose: () => void }) {
  const { t } = useTranslation(['homesafety', 'problems'])
  const announce = useAnnounce()
  const name = useRiskName()
  const step = useStep(client, risk)
  const open = risk.state === 'found' || risk.state === 'agreed'
  const choices: RiskState[] = open ? OPEN : ['found']
  const [state, setState] = useState<RiskState>(choices[0] ?? 'agreed')
  const [act, setAct] = useState(risk.act ?? '')
  const [doer, setDoer] = useState<RiskDoer | undefined>(risk.doer)
  const [due, setDue] = useState(risk.late ? '' : risk.due_on)
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const wrong = fieldErrors(step.error, t as never)
  const agreed = state === 'agreed'
  const said = state === 'accepted' || state === 'passed_on' || state === 'found'
  const lacks = (agreed && (act.trim().length < 3 || !doer || !due)) || (said && words.trim().length < 3)
  const required = t('problems:fields.required')
  const submit = () => {
    setTried(true)
    if (lacks) return
    step.mutate(
      { state, act: agreed ? act.trim() : undefined, doer: agreed ? doer : undefined, due_on: agreed ? due : undefined, words: words.trim() || undefined },
      {
        onSuccess: () => {
          announce(t('step_done'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={name(risk)}
      onClose={onClose}
      actions={
        <Button look="primary" busy={step.isPending} onClick={submit}>
          {t('save')}
        </Button>
      }
    >
      {step.isError && <ProblemNote error={step.error} />}
      <Choice legend={t('what_next')} name="hs-step" options={choices.map((value) => ({ value, label: t(`next.${value}`) }))} value={state} onChange={setState} />
      {agreed && (
        <>
          <TextField label={t('act')} value={act} onChange={setAct} required error={tried && act.trim().length < 3 ? t('words_missing') : wrong.act} />
          <Select label={t('who')} value={doer ?? ''} onChange={(event) => setDoer(DOERS.find((one) => one === event.target.value))}>
            <option value="">{t('choose')}</option>
            {DOERS.map((one) => (
              <option key={one} value={one}>
                {t(`doer.${one}`)}
              </option>
            ))}
          </Select>
          {tried && !doer && <p className="field-error">{required}</p>}
          <DateField label={t('by_when')} value={due} onChange={setDue} error={wrong.due_on ?? (tried && !due ? required : undefined)} />
        </>
      )}
      <LongTextField
        label={t(`step_words.${said ? state : 'other'}` as never)}
        optional={said ? undefined : t('optional')}
        required={said}
        value={words}
        onChange={setWords}
        rows={2}
        error={tried && said && words.trim().length < 3 ? t('words_missing') : wrong.words}
      />
    </Dialog>
  )
}
