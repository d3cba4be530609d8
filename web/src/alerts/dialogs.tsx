import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RaisedAlert, AlertOutcome, AlertUse } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { useLobbyClients } from '../lobby/useLobby'
import { useAlertStep } from './queries'

const outcomes: AlertOutcome[] = ['call', 'visit', 'matter', 'plan', 'other', 'dismissed']
const uses: AlertUse[] = ['yes', 'partly', 'no']

/** What was done, or why nothing was, and whether the alert was of use. */
export function CloseDialog({ alert, onClose }: { alert: RaisedAlert; onClose: () => void }) {
  const { t } = useTranslation('alerts')
  const text = useText()
  const announce = useAnnounce()
  const step = useAlertStep()
  const [outcome, setOutcome] = useState<AlertOutcome>()
  const [useful, setUseful] = useState<AlertUse>()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const [matter, setMatter] = useState<string>()
  const needed = outcome === 'dismissed' || outcome === 'other'
  const short = words.trim().length < 3 && (needed || words.trim().length > 0)
  const submit = () => {
    setTried(true)
    if (!outcome || !useful || short || (outcome === 'matter' && !matter)) return
    step.mutate(
      { alert, step: 'close', outcome, useful, words: words.trim() || undefined, matter_id: outcome === 'matter' ? matter : undefined },
      {
        onSuccess: () => {
          announce(t('closed_done'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('close_title', { rule: text(alert.rule.label), name: alert.client?.name ?? '' })}
      onClose={onClose}
      actions={
        <Button look="primary" busy={step.isPending} onClick={submit}>
          {t('save')}
        </Button>
      }
    >
      {step.isError && <ProblemNote error={step.error} />}
      <p>{text(alert.why)}</p>
      <fieldset className="alert-choice">
        <legend>{t('what_done')}</legend>
        {outcomes.map((one) => (
          <label key={one}>
            <input type="radio" name="alert-outcome" checked={outcome === one} onChange={() => setOutcome(one)} />
            {t(`outcome.${one}`)}
          </label>
        ))}
        {tried && !outcome && <p className="field-error">{t('choose')}</p>}
      </fieldset>
      {outcome === 'matter' && alert.client && <LedTo client={alert.client.id} chosen={matter} onChoose={setMatter} missing={tried && !matter} />}
      <LongTextField label={t(outcome === 'dismissed' ? 'words_why' : 'words')} value={words} onChange={setWords} error={tried && short ? t('words_missing') : undefined} rows={3} required={needed} />
      <fieldset className="alert-choice">
        <legend>{t('useful')}</legend>
        {uses.map((one) => (
          <label key={one}>
            <input type="radio" name="alert-useful" checked={useful === one} onChange={() => setUseful(one)} />
            {t(`use.${one}`)}
          </label>
        ))}
        {tried && !useful && <p className="field-error">{t('choose')}</p>}
      </fieldset>
    </Dialog>
  )
}

/** Which open matter of the client it led to. A new one is put on its way in the lobby, by its own form and right. */
function LedTo({ client, chosen, onChoose, missing }: { client: string; chosen?: string; onChoose: (matter: string) => void; missing: boolean }) {
  const { t } = useTranslation(['alerts', 'codes'])
  const [view] = useLobbyClients([client])
  if (view?.isError) return <ProblemNote error={view.error} />
  if (!view?.data) return <Loading />
  const open = view.data.open_matters
  return (
    <fieldset className="alert-choice">
      <legend>{t('led_to')}</legend>
      {open.map((one) => (
        <label key={one.id}>
          <input type="radio" name="alert-matter" checked={chosen === one.id} onChange={() => onChoose(one.id)} />
          {t('led_to_of', { number: one.number, situation: t(`codes:situation.${one.situation}`), team: one.team.name })}
        </label>
      ))}
      {open.length === 0 && <p>{t('led_to_none')}</p>}
      {missing && open.length > 0 && <p className="field-error">{t('choose')}</p>}
      <p>
        <Link to={`/lobby/new?client=${client}`}>{t('led_to_new')}</Link>
      </p>
    </fieldset>
  )
}

/** Puts it off until a day. */
export function SnoozeDialog({ alert, onClose }: { alert: RaisedAlert; onClose: () => void }) {
  const { t } = useTranslation(['alerts', 'problems'])
  const text = useText()
  const announce = useAnnounce()
  const step = useAlertStep()
  const [until, setUntil] = useState('')
  const [tried, setTried] = useState(false)
  const fields = fieldErrors(step.error, t as never)
  const submit = () => {
    setTried(true)
    if (!until) return
    step.mutate(
      { alert, step: 'snooze', until },
      {
        onSuccess: () => {
          announce(t('snoozed_done'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('snooze_title', { rule: text(alert.rule.label), name: alert.client?.name ?? '' })}
      onClose={onClose}
      actions={
        <Button look="primary" busy={step.isPending} onClick={submit}>
          {t('snooze')}
        </Button>
      }
    >
      {step.isError && !fields.until && <ProblemNote error={step.error} />}
      <p>{t('snooze_about')}</p>
      <DateField label={t('until')} value={until} onChange={setUntil} error={fields.until ?? (tried && !until ? t('problems:fields.required') : undefined)} />
    </Dialog>
  )
}
