import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestForm } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { Covered, useIsCovered } from './Covered'
import { useMakeRequest } from './queries'
import { chosenOf, Recipient } from './Recipient'

/** What is asked for and of whom, when another screen proposes it. */
export interface Asked {
  kind?: string
  team?: string
}

/** A new request: what, of whom, and what has been done already that covers it. */
export function NewRequest({ clientId, form, asked, onDone }: { clientId: string; form: RequestForm; asked?: Asked; onDone: () => void }) {
  const { t } = useTranslation(['requests', 'problems'])
  const text = useText()
  const announce = useAnnounce()
  const make = useMakeRequest(clientId)
  const own = form.teams.filter((team) => team.own)
  const [kind, setKind] = useState(() => form.kinds.find((one) => one.code === asked?.kind)?.code ?? '')
  const [to, setTo] = useState(() => (form.teams.some((team) => team.id === asked?.team) ? `team:${asked?.team}` : ''))
  const [from, setFrom] = useState(own[0]?.id ?? '')
  const [words, setWords] = useState('')
  const [agreed, setAgreed] = useState(false)
  const [despite, setDespite] = useState('')
  const [tried, setTried] = useState(false)
  const covered = useIsCovered(clientId, 'request', kind)
  const chosen = form.kinds.find((one) => one.code === kind)
  const registers = (id: string) => form.teams.find((team) => team.id === id)?.register
  const target = chosenOf(to).to_team_id
  const crosses = target !== undefined && registers(target) !== registers(from)
  const fields = fieldErrors(make.error, t as never)
  const required = t('problems:fields.required')
  const missing = !kind || !to || words.trim().length < 3 || (covered && despite.trim().length < 3)
  const submit = () => {
    setTried(true)
    if (missing || make.isPending) return
    make.mutate(
      { kind, words: words.trim(), ...chosenOf(to), from_team_id: from || undefined, agreed, despite: covered ? despite.trim() : undefined },
      {
        onSuccess: () => {
          announce(t('did.sent'))
          onDone()
        },
      },
    )
  }
  if (own.length === 0) return <p className="note">{t('no_team')}</p>
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Select label={t('kind')} value={kind} error={fields.kind ?? (tried && !kind ? required : undefined)} onChange={(event) => setKind(event.target.value)}>
        <option value="">{t('choose')}</option>
        {form.kinds.map((one) => (
          <option key={one.code} value={one.code}>
            {text(one.name)} ({t(`class.${one.class}`)})
          </option>
        ))}
      </Select>
      {chosen && <p className="quiet">{t('times', { answer: chosen.answer_days, done: chosen.do_days })}</p>}
      <Covered key={kind} clientId={clientId} starting="request" code={kind} onUsed={onDone} />
      {covered && (
        <LongTextField label={t('despite')} hint={t('despite_hint')} required rows={2} value={despite} onChange={setDespite} error={fields.despite ?? (tried && despite.trim().length < 3 ? t('words_missing') : undefined)} />
      )}
      <Recipient form={form} value={to} onChange={setTo} error={fields.to_team_id ?? fields.provider_id ?? (tried && !to ? required : undefined)} />
      {own.length > 1 && (
        <Select label={t('from')} value={from} error={fields.from_team_id} onChange={(event) => setFrom(event.target.value)}>
          {own.map((team) => (
            <option key={team.id} value={team.id}>
              {team.name}
            </option>
          ))}
        </Select>
      )}
      {own.length === 1 && fields.from_team_id && <p className="field-error">{t('not_yours')}</p>}
      <LongTextField label={t('words')} hint={chosen && text(chosen.needs)} required rows={5} value={words} onChange={setWords} error={fields.words ?? (tried && words.trim().length < 3 ? t('words_missing') : undefined)} />
      {(crosses || fields.agreed) && (
        <>
          <label className="check rq-check">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            {t('agreed')}
          </label>
          {fields.agreed && <p className="field-error">{t('agreed_needed')}</p>}
        </>
      )}
      {make.isError && Object.keys(fields).length === 0 && <ProblemNote error={make.error} />}
      <div className="row">
        <Button look="primary" type="submit" busy={make.isPending}>
          {t('send')}
        </Button>
        <Button onClick={onDone}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
