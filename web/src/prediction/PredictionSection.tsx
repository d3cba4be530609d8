import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PredictionClientModel, PredictionAnswer, PredictionSeen, PredictionUse } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { dateTime, longDate, today } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { CardWords } from './CardWords'
import { Parts, usePercent } from './Parts'
import './prediction.css'
import { useAnswerPrediction, useClientPredictions, useMakePrediction } from './queries'

/** Predictions of one client: a section of its own, apart from what is recorded, and closed until somebody opens it. */
export function PredictionSection({ clientId }: { clientId: string }) {
  const { t } = useTranslation('prediction')
  const id = useId()
  const [open, setOpen] = useState(false)
  return (
    <section className="pr-section no-print" aria-labelledby={id}>
      <div className="pr-head">
        <h2 id={id}>{t('title')}</h2>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'close' : 'open')}
        </Button>
      </div>
      {open && <Whole clientId={clientId} />}
    </section>
  )
}

function Whole({ clientId }: { clientId: string }) {
  const { t } = useTranslation('prediction')
  const query = useClientPredictions(clientId, true)
  if (query.isPending) return <Skeleton lines={4} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const { state, models } = query.data
  if (state !== 'on') return <p role="status">{t(`state.${state}`)}</p>
  return (
    <>
      <p className="quiet">{t('about')}</p>
      {models.length === 0 && <p>{t('no_models')}</p>}
      {models.map((model) => (
        <Model key={model.card.name} clientId={clientId} model={model} />
      ))}
    </>
  )
}

function Model({ clientId, model }: { clientId: string; model: PredictionClientModel }) {
  const { t } = useTranslation('prediction')
  const text = useText()
  const announce = useAnnounce()
  const make = useMakePrediction(clientId)
  const [newest, ...older] = model.made
  const ready = model.may_make && model.state === 'ready' && newest?.on_day !== today()
  return (
    <article className="pr-one" aria-label={text(model.card.label)}>
      <h3>{text(model.card.label)}</h3>
      {model.state !== 'ready' && <p>{t(`model_state.${model.state}`)}</p>}
      {!model.may_make && <p>{t('not_yours')}</p>}
      {ready && (
        <div>
          <Button busy={make.isPending} onClick={() => make.mutate(model.card.name, { onSuccess: () => announce(t('made')) })}>
            {t('make')}
          </Button>
        </div>
      )}
      {make.isError && <ProblemNote error={make.error} />}
      {newest && <One clientId={clientId} one={newest} mine={model.may_make} />}
      {older.length > 0 && (
        <details>
          <summary>{t('older', { count: older.length })}</summary>
          {older.map((one) => (
            <One key={one.id} clientId={clientId} one={one} mine={model.may_make} />
          ))}
        </details>
      )}
      <CardWords card={model.card} />
    </article>
  )
}

function One({ clientId, one, mine }: { clientId: string; one: PredictionSeen; mine: boolean }) {
  const { t } = useTranslation('prediction')
  const text = useText()
  const language = useLanguage()
  const percent = usePercent()
  const [answering, setAnswering] = useState(false)
  return (
    <div className="stack">
      <div>
        <p>{text(one.outcome_words)}</p>
        <p className="pr-value num">{t('value', { value: percent(one.value), band: text(one.band) })}</p>
        <p className="quiet">
          {t('made_on', { day: longDate(one.on_day, language), until: longDate(one.until_on, language), version: one.model_version })} {one.made_by && t('made_by', { name: one.made_by.name })}
        </p>
      </div>
      <div>
        <h4>{t('moved')}</h4>
        <p className="quiet">{t('moved_about')}</p>
        <Parts parts={one.parts} label={t('moved')} />
      </div>
      {one.answer && <Answered answer={one.answer} />}
      {one.former.length > 0 && (
        <details>
          <summary>{t('former', { count: one.former.length })}</summary>
          {one.former.map((answer) => (
            <Answered key={answer.at} answer={answer} />
          ))}
        </details>
      )}
      {mine && (
        <div>
          <Button onClick={() => setAnswering(true)}>{t(one.answer ? 'answer_again' : 'answer')}</Button>
        </div>
      )}
      {answering && <AnswerDialog clientId={clientId} one={one} onClose={() => setAnswering(false)} />}
    </div>
  )
}

function Answered({ answer }: { answer: PredictionAnswer }) {
  const { t } = useTranslation('prediction')
  const language = useLanguage()
  return (
    <div className="pr-quote">
      <b>{t(`use.${answer.answer}`)}</b>
      <p>{t('decided_of', { words: answer.decided })}</p>
      <p>{t('why_of', { words: answer.why })}</p>
      <p className="quiet">{[answer.by?.name, dateTime(answer.at, language)].filter(Boolean).join(', ')}</p>
    </div>
  )
}

const uses: PredictionUse[] = ['helped', 'not_helped', 'doubted']

function AnswerDialog({ clientId, one, onClose }: { clientId: string; one: PredictionSeen; onClose: () => void }) {
  const { t } = useTranslation(['prediction', 'common'])
  const announce = useAnnounce()
  const save = useAnswerPrediction(clientId, one)
  const [use, setUse] = useState<PredictionUse | undefined>(one.answer?.answer)
  const [decided, setDecided] = useState(one.answer?.decided ?? '')
  const [why, setWhy] = useState(one.answer?.why ?? '')
  const [tried, setTried] = useState(false)
  const short = (words: string) => words.trim().length < 3
  const fault = (words: string) => (tried && short(words) ? t('write') : undefined)
  const submit = () => {
    setTried(true)
    if (!use || short(decided) || short(why)) return
    save.mutate(
      { answer: use, decided: decided.trim(), why: why.trim() },
      {
        onSuccess: () => {
          announce(t('answered'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('answer')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={submit}>
          {t('save')}
        </Button>
      }
    >
      <div className="stack">
        <p>{t('answer_about')}</p>
        <fieldset className="ex-scale">
          <legend>{t('use_label')}</legend>
          {uses.map((code) => (
            <label key={code} className="check">
              <input type="radio" name="pr-use" checked={use === code} onChange={() => setUse(code)} /> {t(`use.${code}`)}
            </label>
          ))}
          {tried && !use && (
            <p className="field-error" role="alert">
              {t('choose')}
            </p>
          )}
        </fieldset>
        <LongTextField label={t('decided')} value={decided} onChange={setDecided} error={fault(decided)} />
        <LongTextField label={t('why')} value={why} onChange={setWhy} error={fault(why)} />
        {save.isError && <ProblemNote error={save.error} />}
      </div>
    </Dialog>
  )
}
