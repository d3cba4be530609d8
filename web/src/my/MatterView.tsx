import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useParams } from 'react-router'
import { useActing } from '../acting/queries'
import { usePageTitle } from '../app/page'
import type { ClientMatter } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { OwnPlaceNote } from '../flow/OwnPlace'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { DecisionCard } from './DecisionCard'
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
  // One's own view is nobody else's to tell.
  const acting = useActing().data?.now !== undefined
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
            <OwnPlaceNote matterId={query.data.id} />
            <Next matter={query.data} />
          </section>
          <Decisions matter={query.data} />
          {query.data.plan && <PlanCard plan={query.data.plan} />}
          <MyMessages matter={query.data} />
          {!acting && !query.data.kind.startsWith('concern') && <OwnView key={query.data.id} matter={query.data} />}
        </>
      )}
    </>
  )
}

function Decisions({ matter }: { matter: ClientMatter }) {
  const { t } = useTranslation('my')
  if (matter.decisions.length === 0) return null
  return (
    <section className="my-card" aria-labelledby="my-dec">
      <h2 id="my-dec">{t('decision.title')}</h2>
      {matter.decisions.map((decision) => (
        <DecisionCard key={decision.id} decision={decision} />
      ))}
    </section>
  )
}
