import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useActing } from '../acting/queries'
import type { OwnPlanFinding } from '../api/types'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useText } from '../i18n/text'
import { Goals } from '../planning/Goals'
import { Parts, Things } from '../planning/Parts'
import '../planning/planning.css'
import { useOwnTalk, useOwnWholePlan } from '../planning/queries'
import { Talk } from '../planning/Talk'
import { WordsDialog } from '../planning/WordsDialog'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'

/** My whole plan: my goals, who does what, and what is being agreed on with me. */
export default function WholePlanPage() {
  const { t } = useTranslation(['planning', 'my'])
  const query = useOwnWholePlan()
  usePageTitle(t('own.title'))
  const seen = query.data
  return (
    <>
      <p className="no-print">
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('own.title')}</h1>
        <p>{t('own.about')}</p>
      </header>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {seen && (
        <div className="wp">
          {seen.findings.length > 0 && (
            <section className="my-card" aria-labelledby="my-findings">
              <h2 id="my-findings">{t('own.findings')}</h2>
              <ul className="wp-findings">
                {seen.findings.map((finding) => (
                  <OwnFinding key={finding.talk.id} finding={finding} />
                ))}
              </ul>
            </section>
          )}
          <Goals goals={seen.goals} own={seen.own_goals} card="my-card" />
          <p className="no-print">
            <Link to="/my/functioning">{t('own.set_goal')}</Link>
          </p>
          {seen.plans.length > 0 ? (
            <Parts plans={seen.plans} card="my-card" />
          ) : (
            <section className="my-card" aria-labelledby="my-no-plan">
              <h2 id="my-no-plan">{t('own.none')}</h2>
              <p>{t('own.none_about')}</p>
            </section>
          )}
          {seen.tasks.length > 0 && (
            <section className="my-card" aria-labelledby="my-tasks">
              <h2 id="my-tasks">{t('own.tasks')}</h2>
              <Things things={seen.tasks} />
            </section>
          )}
          {seen.times.length > 0 && (
            <section className="my-card" aria-labelledby="my-times">
              <h2 id="my-times">{t('times')}</h2>
              <Things things={seen.times} />
            </section>
          )}
        </div>
      )}
    </>
  )
}

/** What is being agreed on: in plain words, with what has been said, and one's own word. */
function OwnFinding({ finding }: { finding: OwnPlanFinding }) {
  const { t } = useTranslation('planning')
  const text = useText()
  const announce = useAnnounce()
  const act = useOwnTalk(finding.talk)
  const [saying, setSaying] = useState(false)
  // One's own word is nobody else's to say.
  const own = !useActing().data?.now
  const open = finding.talk.state === 'open'
  const agreed = finding.talk.agreed.some((one) => one.own)
  return (
    <li className="wp-finding">
      <div className="spread">
        <h3>{text(finding.words)}</h3>
        <Pill tone={open && !finding.passed ? 'info' : 'success'}>{t(finding.passed ? 'own.passed' : `state.${finding.talk.state}`)}</Pill>
      </div>
      <Talk talk={finding.talk} own />
      {act.isError && !saying && <ProblemNote error={act.error} />}
      {open && own && (
        <div className="wp-actions no-print">
          <Button onClick={() => setSaying(true)}>{t('own.say')}</Button>
          {!agreed && (
            <Button busy={act.isPending} onClick={() => act.mutate({ do: 'agree' }, { onSuccess: () => announce(t('talk.did_agree')) })}>
              {t('own.agree')}
            </Button>
          )}
        </div>
      )}
      {saying && (
        <WordsDialog
          title={t('own.say')}
          label={t('own.words')}
          button={t('talk.send')}
          busy={act.isPending}
          error={act.error}
          onClose={() => setSaying(false)}
          onSubmit={(words) =>
            act.mutate(
              { do: 'talk', words },
              {
                onSuccess: () => {
                  announce(t('talk.did_say'))
                  setSaying(false)
                },
              },
            )
          }
        />
      )}
    </li>
  )
}
