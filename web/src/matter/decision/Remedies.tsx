import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Decision, DecisionAppeal, Matter, ReviewRequest } from '../../api/types'
import { useWhen } from '../../client/when'
import { useText } from '../../i18n/text'
import { Button } from '../../ui/Button'
import { Pill } from '../../ui/Pill'
import { ProblemNote } from '../../ui/ProblemNote'
import { may } from '../queries'
import { useReason } from '../Refusals'
import { AppealDialog, CorrectionDialog, EndAppealDialog, ForceDialog, ReceiptDialog, ReviewDialog, RuleReviewDialog, WithdrawDialog } from './RemedyDialogs'
import { useRemedy } from './useRemedy'

type Open =
  | { kind: 'receipt' | 'review' | 'correction' | 'appeal' | 'suspend' | 'go_on' }
  | { kind: 'rule' | 'withdraw'; review: ReviewRequest }
  | { kind: 'end'; appeal: DecisionAppeal }

const TONE = { in_force: 'success', changed: 'success', suspended: 'warning', replaced: 'neutral', annulled: 'neutral' } as const

/** What the client can do about the decision and what has been done: the notice and its day, reviews, corrections, appeals. */
export function Remedies({ matter, decision }: { matter: Matter; decision: Decision }) {
  const { t } = useTranslation('remedy')
  const text = useText()
  const when = useWhen()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const { remedy } = decision
  const act = (action: string, kind: 'receipt' | 'review' | 'correction' | 'appeal' | 'suspend' | 'go_on') =>
    may(decision, action) && (
      <Button key={kind} size="small" onClick={() => setOpen({ kind })}>
        {t(`act.${kind}`)}
      </Button>
    )
  return (
    <section className="card mt-power" aria-labelledby="remedy-title">
      <div className="head-row">
        <h2 id="remedy-title">{t('title')}</h2>
        {decision.state === 'sent' && <Pill tone={TONE[decision.force]}>{t(`force.${decision.force}`)}</Pill>}
      </div>
      <dl className="kv">
        {remedy && (
          <>
            <dt>{text(remedy.label)}</dt>
            <dd>
              {text(remedy.authority)}
              <p className="quiet">{text(remedy.address)}</p>
              <p className="quiet">
                {remedy.section} · <Link to="/rules/remedies">{t('rule_version', { version: remedy.rule_version })}</Link>
              </p>
            </dd>
          </>
        )}
        {decision.state === 'sent' && (
          <>
            <dt>{t('received')}</dt>
            <dd>
              {decision.received_on ? when.day(decision.received_on) : decision.deemed_received_on ? when.day(decision.deemed_received_on) : t('received_unknown')}
              {decision.received_on && decision.received_note && <p className="quiet">{decision.received_note}</p>}
              {!decision.received_on && decision.receipt && (
                <p className="quiet">
                  {text(decision.receipt.about)} {decision.receipt.section}
                </p>
              )}
            </dd>
            <dt>{t('last_day')}</dt>
            <dd>{decision.appeal_until ? when.day(decision.appeal_until) : t('last_day_unknown')}</dd>
          </>
        )}
        {decision.replaces_id && (
          <>
            <dt>{t('replaces')}</dt>
            <dd>
              <Link to={`/matters/${matter.id}/decision/${decision.replaces_id}`}>{t('earlier')}</Link>
            </dd>
          </>
        )}
        {decision.replaced_by_id && (
          <>
            <dt>{t('replaced_by')}</dt>
            <dd>
              <Link to={`/matters/${matter.id}/decision/${decision.replaced_by_id}`}>{t('later')}</Link>
            </dd>
          </>
        )}
      </dl>
      {decision.reviews.map((review) => (
        <Review key={review.id} matter={matter} decision={decision} review={review} onOpen={setOpen} />
      ))}
      {decision.corrections.length > 0 && (
        <div>
          <h3>{t('corrections')}</h3>
          <ul className="row-list">
            {decision.corrections.map((one) => (
              <li key={one.id}>
                <div className="mt-grow">
                  <p className="mt-text">{one.error}</p>
                  <p className="quiet num">
                    {[t(`correction.kind.${one.kind}`), one.ground && t(`correction.ground.${one.ground}`), t(`correction.effect.${one.effect}`), one.consent && t(`correction.consent.${one.consent}`), one.unheard_reason]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                  <p className="quiet num">{t('by_at', { name: one.corrected_by?.name ?? '', date: when.day(one.corrected_at) })}</p>
                </div>
              </li>
            ))}
          </ul>
        </div>
      )}
      {decision.appeals.length > 0 && (
        <div>
          <h3>{t('appeals')}</h3>
          <ul className="row-list">
            {decision.appeals.map((one) => (
              <li key={one.id}>
                <div className="mt-grow">
                  <p>{[one.court, one.reference].filter(Boolean).join(', ')}</p>
                  <p className="quiet num">{t('appeal.made', { date: when.day(one.made_on) })}</p>
                  {one.decided_on && <p className="quiet num">{t('appeal.decided', { date: when.day(one.decided_on) })}</p>}
                  {one.note && <p className="mt-text">{one.note}</p>}
                </div>
                <Pill tone={one.state === 'pending' ? 'warning' : 'neutral'}>{one.outcome ? t(`appeal.outcome.${one.outcome}`) : t(`appeal.state.${one.state}`)}</Pill>
                {may(one, 'end') && (
                  <Button size="small" onClick={() => setOpen({ kind: 'end', appeal: one })}>
                    {t('act.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {decision.state === 'sent' && (
        <p className="row">
          {act('record_receipt', 'receipt')}
          {act('record_review', 'review')}
          {act('record_appeal', 'appeal')}
          {act('correct', 'correction')}
          {act('suspend', 'suspend')}
          {act('go_on', 'go_on')}
        </p>
      )}
      {open?.kind === 'receipt' && <ReceiptDialog matter={matter} decision={decision} onDone={close} />}
      {open?.kind === 'review' && <ReviewDialog matter={matter} decision={decision} onDone={close} />}
      {open?.kind === 'appeal' && <AppealDialog matter={matter} decision={decision} onDone={close} />}
      {open?.kind === 'correction' && <CorrectionDialog matter={matter} decision={decision} onDone={close} />}
      {(open?.kind === 'suspend' || open?.kind === 'go_on') && <ForceDialog matter={matter} decision={decision} change={open.kind} onDone={close} />}
      {open?.kind === 'rule' && <RuleReviewDialog matter={matter} decision={decision} review={open.review} onDone={close} />}
      {open?.kind === 'withdraw' && <WithdrawDialog matter={matter} decision={decision} review={open.review} onDone={close} />}
      {open?.kind === 'end' && <EndAppealDialog matter={matter} decision={decision} appeal={open.appeal} onDone={close} />}
    </section>
  )
}

/** One request for review: what the client asks, where it stands, and what can be done to it now. */
function Review({ matter, decision, review, onOpen }: { matter: Matter; decision: Decision; review: ReviewRequest; onOpen: (open: Open) => void }) {
  const { t } = useTranslation('remedy')
  const text = useText()
  const when = useWhen()
  const reason = useReason()
  const take = useRemedy(matter, decision, t('done.take'))
  const open = review.state === 'received' || review.state === 'taken'
  return (
    <div className={open ? 'note' : undefined}>
      <div className="head-row">
        <h3>{t('review.title')}</h3>
        <span className="row">
          {review.late && <Pill tone="warning">{t('review.late')}</Pill>}
          <Pill tone={open ? 'warning' : 'neutral'}>{review.outcome ? t(`review.outcome.${review.outcome}`) : t(`review.state.${review.state}`)}</Pill>
        </span>
      </div>
      <p className="mt-quote">”{review.words}”</p>
      <p className="quiet num">
        {t('review.arrived', { date: when.day(review.arrived_on), channel: t(`review.channel.${review.channel}`) })}
        {review.recorded_by && ` · ${t('review.recorded_by', { name: review.recorded_by.name })}`} · {text(review.authority)}
      </p>
      {review.taken_by && review.taken_at && <p className="quiet num">{t('review.taken_by', { name: review.taken_by.name, date: when.day(review.taken_at) })}</p>}
      {review.reasons && <p className="mt-text">{review.reasons}</p>}
      {review.decided_by && review.decided_at && <p className="quiet num">{t('by_at', { name: review.decided_by.name, date: when.day(review.decided_at) })}</p>}
      {review.appeal_until && review.appeal_to && <p>{t('review.appeal', { court: text(review.appeal_to), date: when.day(review.appeal_until) })}</p>}
      {review.new_decision_id && (
        <p>
          <Link to={`/matters/${matter.id}/decision/${review.new_decision_id}`}>{t('review.new_decision')}</Link>
        </p>
      )}
      {review.refusals.map((refusal) => (
        <p key={refusal.reason} className="mt-refusals">
          {reason(refusal.reason)} {refusal.who_can && refusal.who_can.length > 0 && t('review.who_can', { names: refusal.who_can.map(({ name }) => name).join(', ') })}
        </p>
      ))}
      {review.permitted_actions.length > 0 && (
        <p className="row">
          {may(review, 'take') && (
            <Button look="primary" busy={take.isPending} onClick={() => take.mutate({ path: `reviews/${review.id}/take`, body: {}, version: review.version })}>
              {t('act.take')}
            </Button>
          )}
          {may(review, 'decide') && (
            <Button look="primary" onClick={() => onOpen({ kind: 'rule', review })}>
              {t('act.rule')}
            </Button>
          )}
          {may(review, 'withdraw') && (
            <Button size="small" onClick={() => onOpen({ kind: 'withdraw', review })}>
              {t('act.withdraw')}
            </Button>
          )}
        </p>
      )}
      {take.isError && <ProblemNote error={take.error} />}
    </div>
  )
}
