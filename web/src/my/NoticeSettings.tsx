import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api } from '../api/client'
import { fieldErrors } from '../app/problem'
import { usePageTitle } from '../app/page'
import type { NoticeChannel, OwnNotices } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { myKeys, useMyNotices } from './queries'

/** By which ways I am told that something new is here. */
export function NoticeSettings() {
  const { t } = useTranslation('my')
  const query = useMyNotices()
  usePageTitle(t('notices.title'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('back')}</Link>
      </p>
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && <Form key={query.data.version} now={query.data} />}
    </>
  )
}

function Form({ now }: { now: OwnNotices }) {
  const { t } = useTranslation(['my', 'problems'])
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [chosen, setChosen] = useState(() => new Set(now.channels.filter((c) => c.chosen && c.available).map((c) => c.channel)))
  const [email, setEmail] = useState('')
  const [phone, setPhone] = useState('')
  const save = useMutation({
    mutationFn: () =>
      api.put<OwnNotices>(
        '/client/notices',
        {
          email: chosen.has('email'),
          sms: chosen.has('sms'),
          suomifi: chosen.has('suomifi'),
          new_email: (chosen.has('email') && email.trim()) || undefined,
          new_phone: (chosen.has('sms') && phone.trim()) || undefined,
        },
        { ifMatch: now.version },
      ),
    onSuccess: (saved) => {
      queries.setQueryData(myKeys.notices, saved)
      announce(t('notices.saved'))
    },
    onError: () => void queries.invalidateQueries({ queryKey: myKeys.notices }),
  })
  const wrong = fieldErrors(save.error, t as never)
  const toggle = (channel: NoticeChannel) => {
    const next = new Set(chosen)
    if (!next.delete(channel)) next.add(channel)
    setChosen(next)
  }
  const available = now.channels.filter((c) => c.available)
  return (
    <section className="my-card" aria-labelledby="my-notices">
      <h1 id="my-notices">{t('notices.title')}</h1>
      <p>{t('notices.about')}</p>
      {available.length === 0 ? (
        <p className="note note-info">{t('notices.not_in_use')}</p>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate()
          }}
        >
          <fieldset className="fld-set">
            <legend>{t('notices.legend')}</legend>
            {available.map(({ channel, address }) => (
              <label key={channel} className="radio-line">
                <input type="checkbox" checked={chosen.has(channel)} onChange={() => toggle(channel)} />
                <span>
                  {t(`notices.channel.${channel}`)}
                  {channel !== 'suomifi' && <small>{address ? t('notices.goes_to', { address }) : t('notices.no_address')}</small>}
                  {channel === 'suomifi' && <small>{t('notices.suomifi_about')}</small>}
                </span>
              </label>
            ))}
          </fieldset>
          {chosen.has('email') && (
            <TextField
              label={t('notices.new_email')}
              optional={now.channels.find((c) => c.channel === 'email')?.address ? t('notices.leave_empty') : undefined}
              inputMode="email"
              autoComplete="email"
              value={email}
              onChange={setEmail}
              error={wrong.new_email}
            />
          )}
          {chosen.has('sms') && (
            <TextField
              label={t('notices.new_phone')}
              optional={now.channels.find((c) => c.channel === 'sms')?.address ? t('notices.leave_empty') : undefined}
              inputMode="tel"
              autoComplete="tel"
              value={phone}
              onChange={setPhone}
              error={wrong.new_phone}
            />
          )}
          {save.isError && <ProblemNote error={save.error} />}
          <Button look="primary" type="submit" busy={save.isPending} className="my-wide">
            {t('notices.save')}
          </Button>
        </form>
      )}
    </section>
  )
}
