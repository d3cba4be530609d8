import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PredictionFollowUp, PredictionModel } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { dateTime } from '../ui/format'
import { Loading } from '../ui/Loading'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { CardWords } from './CardWords'
import { usePercent } from './Parts'
import './prediction.css'
import { useFollowUp, useSwitchPredictions } from './queries'

interface Switch {
  model?: string
  on: boolean
}

/** Models, their cards, how they do, and the one place where they are switched off. */
export function Component() {
  const { t } = useTranslation('prediction')
  usePageTitle(t('follow.title'))
  const query = useFollowUp()
  return (
    <main id="main" tabIndex={-1} className="page stack pr-page">
      <div>
        <h1>{t('follow.title')}</h1>
        <p className="quiet">{t('follow.lead')}</p>
      </div>
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} />}
      {query.data && <Whole data={query.data} />}
    </main>
  )
}

function Whole({ data }: { data: PredictionFollowUp }) {
  const { t } = useTranslation('prediction')
  const text = useText()
  const language = useLanguage()
  const [switching, setSwitching] = useState<Switch>()
  const off = data.state === 'all_off'
  const name = (model?: string) => {
    const card = data.models.find((one) => one.name === model)?.card
    return model ? (card ? text(card.label) : model) : t('follow.all')
  }
  return (
    <>
      <section className="card stack" aria-labelledby="pr-all">
        <div className="pr-head">
          <h2 id="pr-all">{t(off ? 'follow.all_off' : 'follow.all_on')}</h2>
          <Button look={off ? 'secondary' : 'danger'} onClick={() => setSwitching({ on: off })}>
            {t(off ? 'follow.turn_all_on' : 'follow.turn_all_off')}
          </Button>
        </div>
        {(data.state === 'not_set_up' || data.state === 'failed') && <p className="note note-warning">{t(`state.${data.state}`)}</p>}
        <p>{data.objected === undefined ? t('follow.objected_few') : t('follow.objected', { count: data.objected })}</p>
      </section>
      {data.models.map((model) => (
        <Model key={model.name} model={model} onSwitch={setSwitching} />
      ))}
      {data.models.length === 0 && data.state !== 'not_set_up' && <p>{t('follow.none')}</p>}
      <section className="card" aria-labelledby="pr-acts">
        <h2 id="pr-acts">{t('follow.acts')}</h2>
        {data.acts.length === 0 && <p className="quiet">{t('follow.no_acts')}</p>}
        <ul className="plain-list stack">
          {data.acts.map((act) => (
            <li key={act.at}>
              <b>{t(`act.${act.act}`, { what: act.act === 'exported' ? '' : name(act.model), count: act.rows ?? 0 })}</b>
              <p className="pr-words">{act.reason}</p>
              <span className="quiet">
                {act.by}, {dateTime(act.at, language)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {switching && <SwitchDialog asked={switching} name={name(switching.model)} onClose={() => setSwitching(undefined)} />}
    </>
  )
}

function Model({ model, onSwitch }: { model: PredictionModel; onSwitch: (asked: Switch) => void }) {
  const { t } = useTranslation('prediction')
  const text = useText()
  const language = useLanguage()
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 })
  const label = model.card ? text(model.card.label) : model.name
  const id = `pr-${model.name}`
  const answered = model.answers.reduce((sum, { n }) => sum + n, 0)
  return (
    <section className="card stack" aria-labelledby={id}>
      <div className="pr-head">
        <h2 id={id}>{label}</h2>
        <Pill tone={model.state === 'ready' ? 'success' : 'warning'}>{t(`model_state.${model.state}`)}</Pill>
        <Button aria-label={t(model.on ? 'follow.turn_off_of' : 'follow.turn_on_of', { model: label })} onClick={() => onSwitch({ model: model.name, on: !model.on })}>
          {t(model.on ? 'follow.turn_off' : 'follow.turn_on')}
        </Button>
      </div>
      {model.faults.length > 0 && (
        <div className="note note-warning">
          <p className="note-title">{t('follow.faults')}</p>
          <ul>
            {model.faults.map((fault) => (
              <li key={fault.code + fault.what}>{t(`fault.${fault.code}`, { what: fault.what, defaultValue: `${fault.code}: ${fault.what}` })}</li>
            ))}
          </ul>
        </div>
      )}
      <p>
        {t('follow.made', { count: model.made })} {t('follow.known', { count: model.known })}{' '}
        {model.brier !== undefined && t('follow.brier', { brier: number.format(model.brier) })}
      </p>
      <div className="pr-figures">
        <Tenths model={model} label={label} />
        <Drift model={model} label={label} />
        <Groups model={model} label={label} />
        <div>
          <h3>{t('follow.answers')}</h3>
          {answered === 0 ? (
            <p className="quiet">{t('follow.no_answers')}</p>
          ) : (
            <ul className="plain-list">
              {model.answers.map(({ answer, n }) => (
                <li key={answer}>
                  {t(`use.${answer}`)}: <b className="num">{n}</b>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {model.card && <CardWords card={model.card} />}
    </section>
  )
}

function Table({ caption, head, rows, none }: { caption: string; head: string[]; rows: (string | number)[][]; none: string }) {
  const title = caption.split(' – ')[0]
  return (
    <div>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <div className="pr-scroll" tabIndex={0} role="region" aria-label={caption}>
          <table className="table">
            <thead>
              <tr>
                {head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([first, ...rest]) => (
                <tr key={first}>
                  <th scope="row">{first}</th>
                  {rest.map((value, nth) => (
                    <td key={head[nth + 1]} className="num">
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

function Tenths({ model, label }: { model: PredictionModel; label: string }) {
  const { t } = useTranslation('prediction')
  const percent = usePercent()
  const rows = model.tenths.map((one) => [`${one.tenth * 10}–${one.tenth * 10 + 10} %`, one.n, percent(one.predicted), percent(one.happened)])
  return <Table caption={`${t('follow.tenths')} – ${label}`} head={[t('follow.tenth'), t('follow.n'), t('follow.predicted'), t('follow.happened')]} rows={rows} none={t('follow.no_tenths')} />
}

function Drift({ model, label }: { model: PredictionModel; label: string }) {
  const { t } = useTranslation('prediction')
  const text = useText()
  const language = useLanguage()
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
  const level = (psi: number) => t(psi < 0.1 ? 'follow.alike' : psi < 0.25 ? 'follow.shifted' : 'follow.other')
  const rows = model.drift.map((one) => [text(one.label), one.n, `${number.format(one.psi)}, ${level(one.psi)}`])
  return <Table caption={`${t('follow.drift')} – ${label}`} head={[t('follow.feature'), t('follow.n'), t('follow.psi')]} rows={rows} none={t('follow.no_drift')} />
}

function Groups({ model, label }: { model: PredictionModel; label: string }) {
  const { t } = useTranslation('prediction')
  const percent = usePercent()
  const rows = model.groups.map((one) => [
    `${t(`group_by.${one.by}`)}: ${t(`group.${one.group}`, { defaultValue: one.group })}`,
    one.n,
    percent(one.predicted),
    percent(one.happened),
    one.missed === undefined ? '–' : percent(one.missed),
  ])
  return (
    <div>
      <Table
        caption={`${t('follow.groups')} – ${label}`}
        head={[t('follow.group'), t('follow.n'), t('follow.predicted'), t('follow.happened'), t('follow.missed')]}
        rows={rows}
        none={t('follow.no_groups')}
      />
      {model.groups_small > 0 && <p className="quiet">{t('follow.small', { count: model.groups_small })}</p>}
    </div>
  )
}

function SwitchDialog({ asked, name, onClose }: { asked: Switch; name: string; onClose: () => void }) {
  const { t } = useTranslation('prediction')
  const announce = useAnnounce()
  const save = useSwitchPredictions()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < 3
  const submit = () => {
    setTried(true)
    if (short) return
    save.mutate(
      { ...asked, reason: reason.trim() },
      {
        onSuccess: () => {
          announce(t('follow.switched'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t(asked.on ? 'follow.on_of' : 'follow.off_of', { name })}
      onClose={onClose}
      actions={
        <Button look={asked.on ? 'primary' : 'danger'} busy={save.isPending} onClick={submit}>
          {t(asked.on ? 'follow.turn_on' : 'follow.turn_off')}
        </Button>
      }
    >
      <div className="stack">
        <LongTextField label={t('follow.reason')} hint={t('follow.reason_hint')} value={reason} onChange={setReason} error={tried && short ? t('write') : undefined} />
        {save.isError && <ProblemNote error={save.error} />}
      </div>
    </Dialog>
  )
}
