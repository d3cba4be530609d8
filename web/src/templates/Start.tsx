import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateChoice, TemplateCovered, TemplatePreview } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { LongTextField } from '../ui/Field'
import { longDate, today } from '../ui/format'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useMakeTemplatePlan, useTemplateChoices, useTemplatePreview } from './queries'

/** A plan begun from a template: which one, from which day, and what of it fits. */
export function Start({ clientId, onDone }: { clientId: string; onDone: () => void }) {
  const { t } = useTranslation('templates')
  const text = useText()
  const [team, setTeam] = useState<string>()
  const choices = useTemplateChoices(clientId, team)
  const [code, setCode] = useState('')
  const [on, setOn] = useState(today())
  const chosen = choices.data?.templates.find((one) => one.code === code)
  const preview = useTemplatePreview(clientId, chosen && on ? { template: chosen.code, team_id: choices.data?.team_id, anchor_on: on } : undefined)
  const current = preview.data?.template === code && preview.data.anchor_on === on ? preview.data : undefined
  if (choices.isPending) return <Loading />
  if (choices.isError) return <ProblemNote error={choices.error} />
  const { teams, templates } = choices.data
  const option = (one: TemplateChoice) => (
    <option key={one.code} value={one.code}>
      {text(one.name)}
    </option>
  )
  const suits = templates.filter((one) => one.suits)
  const others = templates.filter((one) => !one.suits)
  return (
    <section className="card stack" aria-label={t('start.title')}>
      <h3>{t('start.title')}</h3>
      {templates.length === 0 ? (
        <>
          <p className="note">{t(teams.length === 0 ? 'start.no_team' : 'start.none')}</p>
          <p>
            <Button onClick={onDone}>{t('start.cancel')}</Button>
          </p>
        </>
      ) : (
        <>
          <div className="tpl-ask">
            {teams.length > 1 && (
              <Select label={t('start.team')} value={choices.data.team_id ?? ''} onChange={(event) => setTeam(event.target.value)}>
                {teams.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </Select>
            )}
            <Select label={t('start.template')} value={code} onChange={(event) => setCode(event.target.value)}>
              <option value="">{t('start.choose')}</option>
              {suits.length > 0 && <optgroup label={t('start.suits')}>{suits.map(option)}</optgroup>}
              {others.length > 0 && <optgroup label={t('start.others')}>{others.map(option)}</optgroup>}
            </Select>
            {chosen && <DateField label={t(`anchor.${chosen.anchor}`)} value={on} onChange={setOn} />}
          </div>
          {chosen && (
            <div>
              <p>{text(chosen.about)}</p>
              <p className="quiet">
                {chosen.suits && chosen.why.length > 0 && `${t('start.why', { why: chosen.why.map(text).join(', ') })} `}
                {!chosen.suits && `${t('start.not_made_for')} `}
                {chosen.law} ({t(`mark.${chosen.mark}`)})
              </p>
            </div>
          )}
          {preview.isError && <ProblemNote error={preview.error} />}
          {chosen && on && preview.isFetching && !current && <Loading />}
          {current ? (
            <Chosen key={`${current.template}/${current.version}/${current.variant ?? ''}`} clientId={clientId} preview={current} onDone={onDone} />
          ) : (
            <p>
              <Button onClick={onDone}>{t('start.cancel')}</Button>
            </p>
          )}
        </>
      )}
    </section>
  )
}

function Chosen({ clientId, preview, onDone }: { clientId: string; preview: TemplatePreview; onDone: () => void }) {
  const { t } = useTranslation(['templates', 'problems'])
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const make = useMakeTemplatePlan(clientId)
  // What is in a plan or done already is not planned again unless it is ticked.
  const [left, setLeft] = useState<string[]>(() => preview.services.filter((one) => one.covered.some((by) => by.item === 'plan_service')).map((one) => one.code))
  const [words, setWords] = useState<Record<string, string>>({})
  const [agreed, setAgreed] = useState(false)
  const fields = fieldErrors(make.error, t as never)
  const tick = (code: string) => setLeft((old) => (old.includes(code) ? old.filter((one) => one !== code) : [...old, code]))
  const day = (date: string) => longDate(date, language)
  const days = (all: string[]) => (all.length < 4 ? all.map(day).join(', ') : t('start.days', { first: day(all[0] ?? ''), last: day(all[all.length - 1] ?? ''), count: all.length }))
  const crosses = preview.acts.some((act) => act.crosses && !left.includes(act.code))
  const box = (code: string, name: string) => (
    <label className="check tpl-check">
      <input type="checkbox" checked={!left.includes(code)} onChange={() => tick(code)} />
      {name}
    </label>
  )
  const send = () =>
    make.mutate(
      {
        template: preview.template,
        version: preview.version,
        variant: preview.variant,
        team_id: preview.team.id,
        anchor_on: preview.anchor_on,
        leaves: left,
        goals: preview.goals.filter((goal) => !left.includes(goal.code) && words[goal.code]?.trim()).map((goal) => ({ code: goal.code, words: words[goal.code] ?? '' })),
        agreed,
        lang: language,
      },
      {
        onSuccess: () => {
          announce(t('start.done'))
          onDone()
        },
      },
    )
  const wrong = Object.entries(fields).find(([name]) => name !== 'agreed')?.[1]
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {preview.variant_name && <p className="note">{t('start.variant', { name: text(preview.variant_name) })}</p>}
      {preview.replaces && <p className="note note-warning">{t('start.replaces')}</p>}
      {preview.remarks.map((remark) => (
        <p key={remark.words.fi} className="note">
          {text(remark.words)}
        </p>
      ))}
      <p className="quiet">{t('start.tick', { review: day(preview.review_on), team: preview.team.name })}</p>
      <fieldset className="tpl-part">
        <legend>{t('start.goals')}</legend>
        {preview.goals.map((goal) => (
          <div key={goal.code}>
            {box(goal.code, text(goal.words))}
            <p className="quiet tpl-more">{t('start.goal_by', { date: day(goal.target_on), measure: text(goal.measure) })}</p>
            {!left.includes(goal.code) && (
              <div className="tpl-more">
                <LongTextField
                  label={t('start.own_words')}
                  optional={t('start.optional')}
                  rows={2}
                  value={words[goal.code] ?? ''}
                  onChange={(value) => setWords((old) => ({ ...old, [goal.code]: value }))}
                />
              </div>
            )}
          </div>
        ))}
      </fieldset>
      {preview.services.length > 0 && (
        <fieldset className="tpl-part">
          <legend>{t('start.services')}</legend>
          {preview.services.map((service) => (
            <div key={service.code}>
              {box(service.code, text(service.name))}
              <p className="quiet tpl-more">
                {text(service.how_often)} · {day(service.from)}
                {service.until && `–${day(service.until)}`}
              </p>
              <Covered by={service.covered} />
            </div>
          ))}
        </fieldset>
      )}
      <fieldset className="tpl-part">
        <legend>{t('start.acts')}</legend>
        {preview.acts.map((act) => (
          <div key={act.code}>
            {box(act.code, text(act.name))}
            <p className="quiet tpl-more">
              {t(`kind.${act.kind}`)} · {t(`whose.${act.whose}`)} · {days(act.days)}
              {act.to_team && ` · ${t('start.by_itself', { team: act.to_team })}`}
            </p>
            <Covered by={act.covered} />
          </div>
        ))}
      </fieldset>
      {crosses && (
        <div>
          <label className="check tpl-check">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            {t('start.agreed')}
          </label>
          {fields.agreed && <p className="field-error">{t('start.agreed_needed')}</p>}
        </div>
      )}
      {wrong && <p className="field-error">{wrong}</p>}
      {make.isError && Object.keys(fields).length === 0 && <ProblemNote error={make.error} />}
      <div className="row">
        <Button look="primary" type="submit" busy={make.isPending}>
          {t('start.make')}
        </Button>
        <Button onClick={onDone}>{t('start.cancel')}</Button>
      </div>
    </form>
  )
}

function Covered({ by }: { by: TemplateCovered[] }) {
  const { t } = useTranslation('templates')
  const language = useLanguage()
  if (by.length === 0) return null
  return (
    <ul className="plain-list tpl-more">
      {by.map((one) => (
        <li key={`${one.item}/${one.id}`} className="tpl-covered">
          {t(one.item === 'plan_service' ? 'covered.plan' : one.item === 'service_request' ? 'covered.request' : 'covered.done')}
          {one.who && ` · ${one.who}`}
          {one.at && ` · ${longDate(one.at, language)}`}
          {one.until && ` · ${t('covered.until', { date: longDate(one.until, language) })}`}
        </li>
      ))}
    </ul>
  )
}
