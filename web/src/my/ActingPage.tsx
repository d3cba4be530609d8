import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import '../acting/acting.css'
import { useActing, useGoToRegister, useStart } from '../acting/queries'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { MinorRightCard } from './MinorRightCard'

const returns = ['found', 'none', 'no_answer', 'state', 'cancelled', 'unused'] as const

/** For whom I act: those whom I may act for, the national register of mandates, and what nobody does for another. */
export default function ActingPage() {
  const { t } = useTranslation(['mandate', 'my'])
  const text = useText()
  const when = useWhen()
  usePageTitle(t('choose.title'))
  const query = useActing()
  const start = useStart()
  const go = useGoToRegister()
  const [params] = useSearchParams()
  const returned = returns.find((one) => one === params.get('register'))
  const acting = query.data
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('choose.title')}</h1>
        <p>{t('choose.about')}</p>
      </header>
      {returned && (
        <p className={`note ${returned === 'found' ? 'note-info' : 'note-warning'}`} role="status">
          {t(`register.back.${returned}`)}
        </p>
      )}
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {acting && (
        <>
          <section className="my-card" aria-labelledby="acting-who">
            <h2 id="acting-who">{t('choose.who')}</h2>
            {acting.choices.length === 0 && <p>{t('choose.nobody')}</p>}
            <ul className="acting-list">
              {acting.choices.map((choice) => (
                <li key={`${choice.client_id}/${choice.ground}`}>
                  <b>{choice.name}</b>
                  <span className="quiet">
                    {t(`ground.${choice.ground}`)}
                    {choice.shared && ` ${t('choose.shared')}`}
                    {choice.until && ` ${t('choose.until', { date: when.day(choice.until) })}`}
                    {choice.fetched_at && ` ${t('choose.fetched', { time: when.instant(choice.fetched_at) })}`}
                  </span>
                  {acting.now?.client_id === choice.client_id && acting.now.ground === choice.ground ? (
                    <span>{t('choose.now')}</span>
                  ) : (
                    <Button busy={start.isPending} onClick={() => start.mutate({ client_id: choice.client_id, ground: choice.ground })}>
                      {t('choose.start', { name: choice.given_name })}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {start.isError && <ProblemNote error={start.error} />}
          </section>
          {acting.register && (
            <section className="my-card" aria-labelledby="acting-register">
              <h2 id="acting-register">{t('register.title')}</h2>
              <p>{t('register.about')}</p>
              <Button busy={go.isPending} onClick={() => go.mutate()}>
                {t('register.go')}
              </Button>
              {go.isError && <ProblemNote error={go.error} />}
            </section>
          )}
          <section className="my-card" aria-labelledby="acting-never">
            <h2 id="acting-never">{t('never.title')}</h2>
            <ul>
              {acting.never.map((one) => (
                <li key={one.fi}>{text(one)}</li>
              ))}
            </ul>
          </section>
        </>
      )}
      <p>
        <Link to="/my/invitations">{t('invitations.link')}</Link>
      </p>
      <MinorRightCard />
    </>
  )
}
