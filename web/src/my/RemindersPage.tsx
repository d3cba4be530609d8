import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OwnReminder, ReminderRepeats } from '../api/types'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import '../experience/experience.css'
import { useOwnReminders, useReminderStep, useSetReminder } from '../experience/queries'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { TextField } from '../ui/Field'
import { today } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'

const REPEATS: ReminderRepeats[] = ['once', 'daily', 'weekly']

/** My own reminders: mine alone, told by the channels I have chosen. */
export default function RemindersPage() {
  const { t } = useTranslation(['experience', 'my'])
  const query = useOwnReminders()
  const announce = useAnnounce()
  const step = useReminderStep()
  const [removed, setRemoved] = useState<OwnReminder>()
  usePageTitle(t('reminder.title'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('reminder.title')}</h1>
        <p>
          {t('reminder.about')} <Link to="/my/notices">{t('reminder.channels')}</Link>
        </p>
      </header>
      {removed && (
        <div className="note note-info ex-undo" role="status">
          <span>{t('reminder.removed', { words: removed.words })}</span>
          <Button
            busy={step.isPending}
            onClick={() =>
              step.mutate(
                { reminder: removed, step: 'restore' },
                {
                  onSuccess: () => {
                    announce(t('reminder.restored'))
                    setRemoved(undefined)
                  },
                },
              )
            }
          >
            {t('reminder.undo')}
          </Button>
        </div>
      )}
      {step.isError && <ProblemNote error={step.error} />}
      <section className="my-card" aria-labelledby="rm-all">
        <h2 id="rm-all">{t('reminder.all')}</h2>
        {query.isPending && <Skeleton lines={4} />}
        {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
        {query.data?.length === 0 && <p className="quiet">{t('reminder.none')}</p>}
        <ul className="plain-list stack">
          {query.data?.map((reminder) => (
            <li key={reminder.id} className="spread">
              <span>
                <b className="ex-words">{reminder.words}</b>
                <When reminder={reminder} />
              </span>
              <Button
                busy={step.isPending}
                aria-label={t('reminder.remove_it', { words: reminder.words })}
                onClick={() =>
                  step.mutate(
                    { reminder, step: 'remove' },
                    {
                      onSuccess: () => setRemoved(reminder),
                    },
                  )
                }
              >
                {t('reminder.remove')}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <NewReminder />
    </>
  )
}

function When({ reminder }: { reminder: OwnReminder }) {
  const { t } = useTranslation('experience')
  const when = useWhen()
  if (!reminder.next_at) return <span className="quiet">{t('reminder.was', { date: when.instant(reminder.last_at) })}</span>
  return (
    <span className="quiet">
      {t('reminder.next', { date: when.shortDay(reminder.next_at), time: when.clock(reminder.next_at) })}
      {reminder.repeats !== 'once' && ` · ${t(`reminder.repeats.${reminder.repeats}`)}`}
    </span>
  )
}

function NewReminder() {
  const { t } = useTranslation('experience')
  const announce = useAnnounce()
  const [words, setWords] = useState('')
  const [on, setOn] = useState(today())
  const [at, setAt] = useState('09:00')
  const [repeats, setRepeats] = useState<ReminderRepeats>('once')
  const [tried, setTried] = useState(false)
  const set = useSetReminder()
  const clock = /^(\d{1,2})[.:](\d{2})$/.exec(at.trim())
  const time = clock ? `${clock[1]?.padStart(2, '0')}:${clock[2]}` : undefined
  const ready = words.trim() !== '' && on !== '' && time !== undefined
  return (
    <section className="my-card" aria-labelledby="rm-new">
      <h2 id="rm-new">{t('reminder.new')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!ready || !time) return
          set.mutate(
            { words: words.trim(), on, at: time, repeats },
            {
              onSuccess: () => {
                announce(t('reminder.set_done'))
                setWords('')
                setTried(false)
              },
            },
          )
        }}
      >
        <TextField label={t('reminder.words')} value={words} onChange={setWords} required error={tried && words.trim() === '' ? t('reminder.words_needed') : undefined} />
        <DateField label={t('reminder.on')} value={on} onChange={setOn} error={tried && on === '' ? t('reminder.on_needed') : undefined} />
        <TextField label={t('reminder.at')} hint={t('reminder.at_hint')} value={at} onChange={setAt} inputMode="text" error={tried && !time ? t('reminder.at_needed') : undefined} />
        <Select label={t('reminder.how_often')} value={repeats} onChange={(event) => setRepeats(REPEATS.find((one) => one === event.target.value) ?? 'once')}>
          {REPEATS.map((one) => (
            <option key={one} value={one}>
              {t(`reminder.repeats.${one}`)}
            </option>
          ))}
        </Select>
        {set.isError && <ProblemNote error={set.error} />}
        <Button type="submit" look="primary" busy={set.isPending}>
          {t('reminder.set')}
        </Button>
      </form>
    </section>
  )
}
