import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { isProblem } from '../api/client'
import type { ConsultForm, ConsultHope } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useAsk, useMatterFiles } from './queries'

/** A new consultation: what is asked of whom and why, by when, and whether the client knows. */
export function Ask({ clientId, form, matters, onDone }: { clientId: string; form: ConsultForm; matters: { id: string; title: string }[]; onDone: () => void }) {
  const { t } = useTranslation(['consultation', 'problems'])
  const text = useText()
  const announce = useAnnounce()
  const ask = useAsk(clientId)
  const [matter, setMatter] = useState(matters[0]?.id ?? '')
  const [to, setTo] = useState('')
  const [question, setQuestion] = useState('')
  const [why, setWhy] = useState('')
  const [urgency, setUrgency] = useState(form.urgencies.at(-1)?.code ?? '')
  const [hope, setHope] = useState<ConsultHope>('advice')
  const [told, setTold] = useState(true)
  const [untold, setUntold] = useState('')
  const [agreed, setAgreed] = useState(false)
  const [files, setFiles] = useState<string[]>([])
  const [tried, setTried] = useState(false)
  const there = useMatterFiles(matter).data ?? []
  const fields = fieldErrors(ask.error, t as never)
  const own = form.teams.find((team) => team.own)
  const crosses = to !== '' && form.teams.find((team) => team.id === to)?.register !== own?.register
  const short = (words: string) => tried && words.trim().length < 3
  const missing = !matter || !to || question.trim().length < 3 || why.trim().length < 3 || (!told && untold.trim().length < 3)
  const open = isProblem(ask.error, 'state_refused') ? (ask.error as { problem?: { consultation_id?: string } }).problem?.consultation_id : undefined
  const submit = () => {
    setTried(true)
    if (missing || ask.isPending) return
    ask.mutate(
      { matter_id: matter, to_team_id: to, question: question.trim(), why: why.trim(), urgency, hope, told, untold_why: told ? undefined : untold.trim(), agreed, attachments: files },
      {
        onSuccess: () => {
          announce(t('did.sent'))
          onDone()
        },
      },
    )
  }
  if (!own || matters.length === 0) return <p className="note">{t('no_matter')}</p>
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Select label={t('matter')} value={matter} error={fields.matter_id} onChange={(event) => { setMatter(event.target.value); setFiles([]) }}>
        {matters.map((one) => (
          <option key={one.id} value={one.id}>
            {one.title}
          </option>
        ))}
      </Select>
      <Select label={t('to')} value={to} error={fields.to_team_id ?? (tried && !to ? t('problems:fields.required') : undefined)} onChange={(event) => setTo(event.target.value)}>
        <option value="">{t('choose')}</option>
        {form.teams.filter((team) => !team.own).map((team) => (
          <option key={team.id} value={team.id}>
            {team.name}
          </option>
        ))}
      </Select>
      <LongTextField label={t('question')} required rows={3} value={question} onChange={setQuestion} error={fields.question ?? (short(question) ? t('words_missing') : undefined)} />
      <LongTextField label={t('why')} required rows={3} value={why} onChange={setWhy} error={fields.why ?? (short(why) ? t('words_missing') : undefined)} />
      <Select label={t('urgency')} value={urgency} error={fields.urgency} onChange={(event) => setUrgency(event.target.value)}>
        {form.urgencies.map((one) => (
          <option key={one.code} value={one.code}>
            {text(one.name)}
          </option>
        ))}
      </Select>
      <Select label={t('hope')} value={hope} onChange={(event) => setHope(event.target.value as ConsultHope)}>
        <option value="advice">{t('hope_of.advice')}</option>
        <option value="take_over">{t('hope_of.take_over')}</option>
      </Select>
      {there.length > 0 && (
        <fieldset>
          <legend>{t('files')}</legend>
          {there.map((file) => (
            <label key={file.id} className="check rq-check">
              <input type="checkbox" checked={files.includes(file.id)} onChange={(event) => setFiles(event.target.checked ? [...files, file.id] : files.filter((id) => id !== file.id))} />
              {file.name}
            </label>
          ))}
        </fieldset>
      )}
      <label className="check rq-check">
        <input type="checkbox" checked={told} onChange={(event) => setTold(event.target.checked)} />
        {t('told')}
      </label>
      {!told && <LongTextField label={t('untold_why')} required rows={2} value={untold} onChange={setUntold} error={fields.untold_why ?? (short(untold) ? t('words_missing') : undefined)} />}
      {(crosses || fields.agreed) && (
        <label className="check rq-check">
          <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
          {t('agreed')}
        </label>
      )}
      {fields.agreed && <p className="field-error">{t('agreed_needed')}</p>}
      {ask.isError && Object.keys(fields).length === 0 && <ProblemNote error={ask.error} />}
      {open && <p><Link to={`/clients/${clientId}/consultations/${open}`}>{t('to_open')}</Link></p>}
      <div className="row">
        <Button look="primary" type="submit" busy={ask.isPending}>
          {t('send')}
        </Button>
        <Button onClick={onDone}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
