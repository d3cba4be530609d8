import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useParams } from 'react-router'
import { usePageTitle } from '../app/page'
import type { ClientMatter } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { HearingCard } from './HearingCard'
import { MyMessages } from './MyMessages'
import { Next } from './Next'
import { OwnView } from './OwnView'
import { PlanCard } from './PlanCard'
import { useMyMatter } from './queries'
import { Stages } from './Stages'

/** One matter of mine, whole. */
export function MatterView() {
  const { t } = useTranslation('my')
  const text = useText()
  const { matterId = '' } = useParams()
  const { hash } = useLocation()
  const query = useMyMatter(matterId)
  usePageTitle(t('matter_title'))
  const loaded = query.data !== undefined
  useEffect(() => {
    // A link to a part (#messages) works also when the part is drawn only after an answer.
    if (!loaded || !hash) return
    const target = document.getElementById(hash.slice(1))
    target?.scrollIntoView({ block: 'start' })
    target?.focus({ preventScroll: true })
  }, [loaded, hash])
  return (
    <>
      <p>
        <Link to="/my">← {t('back')}</Link>
      </p>
      {query.isPending && <Skeleton lines={8} tall />}
      {query.isError && (
        <>
          <h1>{t('cannot_show')}</h1>
          <Retry error={query.error} again={() => void query.refetch()} />
        </>
      )}
      {query.data && (
        <>
          <header className="my-hello">
            <h1>{text(query.data.title)}</h1>
            <p className="quiet num">
              {t('number', { number: query.data.number })} {query.data.state === 'closed' && <Pill>{t('codes:matter_state.closed')}</Pill>}
            </p>
          </header>
          {(query.data.hearings ?? []).map((hearing) => (
            <HearingCard key={hearing.id} matterId={query.data.id} hearing={hearing} />
          ))}
          <section className="my-card" aria-labelledby="where">
            <h2 id="where">{t('where')}</h2>
            <Stages matter={query.data} />
            <Next matter={query.data} />
          </section>
          <Decisions matter={query.data} />
          {query.data.plan && <PlanCard plan={query.data.plan} />}
          <MyMessages matter={query.data} />
          {!query.data.kind.startsWith('concern') && <OwnView key={query.data.id} matter={query.data} />}
        </>
      )}
    </>
  )
}

function Decisions({ matter }: { matter: ClientMatter }) {
  const { t, i18n } = useTranslation('my')
  const when = useWhen()
  if (matter.decisions.length === 0) return null
  return (
    <section className="my-card" aria-labelledby="my-dec">
      <h2 id="my-dec">{t('decision.title')}</h2>
      {matter.decisions.map((decision) => (
        <div key={decision.id} className="my-decision">
          <p>
            <b>{t('decision.made')}</b> {i18n.exists(`my:decision.outcome.${decision.outcome}`) && t(`decision.outcome.${decision.outcome}` as never)}
          </p>
          <p className="quiet">{t('decision.sent', { date: when.day(decision.sent_at) })}</p>
          {decision.appeal_until && <p className="note">{t('decision.appeal', { date: when.day(decision.appeal_until) })}</p>}
          <p>
            <Link className="btn btn-secondary" to={`/my/documents/${decision.document_id}`}>
              {t('decision.read')}
            </Link>
          </p>
        </div>
      ))}
    </section>
  )
}
