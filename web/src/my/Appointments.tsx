import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, url } from '../api/client'
import type { OwnAppointment } from '../api/types'
import { span, dayOf } from '../appointment/times'
import { Retry } from '../client/parts/Retry'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { myKeys, useMyAppointments } from './queries'

/** My appointments: the next ones, with what I can do about them; those behind in few words. */
export function Appointments() {
  const { t } = useTranslation('my')
  const query = useMyAppointments()
  const now = Date.now()
  const all = query.data ?? []
  const coming = all.filter((a) => Date.parse(a.ends_at) >= now)
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  if (coming.length === 0) return null
  return (
    <section className="my-card" aria-labelledby="my-ap">
      <h2 id="my-ap">{t('appointment.title')}</h2>
      <ul className="my-appointments">
        {coming.map((appointment) => (
          <One key={appointment.id} appointment={appointment} />
        ))}
      </ul>
    </section>
  )
}

const TONE = { booked: 'warning', confirmed: 'success', other_asked: 'info', cancelled: 'neutral' } as const

function One({ appointment: a }: { appointment: OwnAppointment }) {
  const { t } = useTranslation('my')
  const text = useText()
  const when = useWhen()
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [writing, setWriting] = useState<'ask-other' | 'cancel'>()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const act = useMutation({
    mutationFn: ({ what, body }: { what: string; body?: { text?: string } }) => api.post<OwnAppointment>(`/client/appointments/${a.id}/${what}`, body, { ifMatch: a.version }),
    onSuccess: (_, { what }) => {
      announce(t(`appointment.done.${what as 'confirm'}`))
      setWriting(undefined)
      setWords('')
      setTried(false)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: myKeys.appointments }),
  })
  const may = (action: string) => a.permitted_actions.includes(action)
  return (
    <li className={a.state === 'cancelled' ? 'my-appointment my-gone' : 'my-appointment'}>
      <div className="my-card-head">
        <h3 className="num">
          {when.shortDay(dayOf(a.starts_at))} {t('appointment.at', { time: span(a.starts_at, a.ends_at) })}
        </h3>
        <Pill tone={TONE[a.state]}>{t(`appointment.state.${a.state}`)}</Pill>
      </div>
      <p className="mt-text">{a.why}</p>
      <p>
        {t(`appointment.place.${a.place}`)}
        {(a.unit ?? a.address) && <>: {[a.unit, a.address].filter(Boolean).join(', ')}</>}
      </p>
      {a.place === 'remote' && !a.link && a.state !== 'cancelled' && <p className="quiet">{t('appointment.we_call')}</p>}
      <p className="quiet">{t('appointment.who', { names: a.people.map(({ name, title }) => [name, text(title)].filter(Boolean).join(', ')).join('; ') })}</p>
      {a.client_words && <p className="mt-quote">{a.client_words}</p>}
      {a.cancelled && (
        <p>
          {t(a.cancelled.by === 'client' ? 'appointment.cancelled_by_me' : 'appointment.cancelled_by_us')} {a.cancelled.text}
        </p>
      )}
      {act.isError && <ProblemNote error={act.error} />}
      {writing ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (writing === 'cancel' || words.trim()) act.mutate({ what: writing, body: { text: words.trim() || undefined } })
          }}
        >
          <LongTextField
            label={t(`appointment.${writing === 'cancel' ? 'cancel_label' : 'ask_label'}`)}
            optional={writing === 'cancel' ? t('optional') : undefined}
            rows={3}
            value={words}
            onChange={setWords}
            error={tried && writing === 'ask-other' && !words.trim() ? t('appointment.ask_missing') : undefined}
          />
          <div className="my-buttons">
            <Button type="submit" look={writing === 'cancel' ? 'danger' : 'primary'} busy={act.isPending}>
              {t(writing === 'cancel' ? 'appointment.cancel' : 'appointment.ask_send')}
            </Button>
            <Button onClick={() => setWriting(undefined)}>{t('appointment.keep')}</Button>
          </div>
        </form>
      ) : (
        <div className="my-buttons">
          {may('confirm') && (
            <Button look="primary" busy={act.isPending} onClick={() => act.mutate({ what: 'confirm' })}>
              {t('appointment.confirm')}
            </Button>
          )}
          {a.link && a.state !== 'cancelled' && (
            <a className="btn btn-secondary" href={a.link} rel="noreferrer noopener" target="_blank">
              {t('appointment.join')}
            </a>
          )}
          {may('ask_other') && <Button onClick={() => setWriting('ask-other')}>{t('appointment.ask')}</Button>}
          {may('cancel') && <Button onClick={() => setWriting('cancel')}>{t('appointment.cancel')}</Button>}
          <a className="btn btn-secondary" href={url(`/client/appointments/${a.id}/calendar`)} download>
            {t('appointment.calendar')}
          </a>
        </div>
      )}
    </li>
  )
}
