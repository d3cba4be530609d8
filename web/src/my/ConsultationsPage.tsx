import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OwnConsultation } from '../api/types'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useOwnConsultations, useWriteOwn } from '../consultation/queries'
import { useLanguage, useText } from '../i18n/text'
import '../requests/requests.css'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'

/** What specialists are asked about me: what was asked, what was answered, and my own words. */
export default function ConsultationsPage() {
  const { t } = useTranslation(['consultation', 'my'])
  const query = useOwnConsultations()
  usePageTitle(t('own.title'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('own.title')}</h1>
        <p>{t('own.about')}</p>
      </header>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data?.length === 0 && <p>{t('own.nothing')}</p>}
      {query.data?.map((one) => (
        <Thread key={one.id} one={one} />
      ))}
    </>
  )
}

function Thread({ one }: { one: OwnConsultation }) {
  const { t } = useTranslation('consultation')
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const write = useWriteOwn(one.id)
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const send = () => {
    setTried(true)
    if (words.trim().length < 3 || write.isPending) return
    write.mutate(words.trim(), {
      onSuccess: () => {
        setWords('')
        setTried(false)
        announce(t('own.sent'))
      },
    })
  }
  return (
    <section className="my-card" aria-labelledby={`cs-${one.id}`}>
      <h2 id={`cs-${one.id}`}>{one.question}</h2>
      <p>
        <Pill tone={one.state === 'answered' || one.state === 'advised' ? 'success' : 'neutral'}>{t(`state.${one.state}`)}</Pill> {t('own.who', { from: one.from_team, to: one.to_team })}{' '}
        {!one.answered_at && one.writable && t('own.by', { at: dateTime(one.due_at, language) })}
      </p>
      <ol className="plain-list stack">
        {one.thread.map((entry) => (
          <li key={entry.id}>
            <b>{t(`step.${entry.step}`)}</b> <span className="quiet">{[dateTime(entry.at, language), entry.side === 'client' ? t('own.you') : entry.by?.name].filter(Boolean).join(' · ')}</span>
            {entry.reason && <p>{text(entry.reason)}</p>}
            {entry.words && <p className="rq-words">{entry.words}</p>}
          </li>
        ))}
      </ol>
      {one.kept_back > 0 && <p className="quiet">{t('own.kept_back', { count: one.kept_back })}</p>}
      {one.writable && (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          <LongTextField label={t('own.words')} required rows={3} value={words} onChange={setWords} error={tried && words.trim().length < 3 ? t('words_missing') : undefined} />
          {write.isError && <ProblemNote error={write.error} />}
          <Button look="primary" type="submit" busy={write.isPending}>
            {t('own.send')}
          </Button>
        </form>
      )}
    </section>
  )
}
