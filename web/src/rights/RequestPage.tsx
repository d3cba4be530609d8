import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import type { Restriction } from '../api/types'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { Pill } from '../ui/Pill'
import { Certificate } from './Certificate'
import { AnswerDialog, ExtendDialog, InformDialog, LiftDialog, RestrictDialog } from './dialogs'
import { useRequest } from './queries'
import { Restrictions } from './Restrictions'
import { useKind } from './useKind'
import '../people/people.css'
import './rights.css'

type Open = { what: 'answer' | 'extend' | 'restrict' } | { what: 'inform' | 'lift'; restriction: Restriction }

/** One request: what was said, what has been done about it, and the next act. */
export function Component() {
  const { t } = useTranslation(['rights', 'codes'])
  usePageTitle(t('staff.one'))
  const { id = '' } = useParams()
  const text = useText()
  const when = useWhen()
  const kind = useKind()
  const query = useRequest(id)
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const one = query.data
  const may = (act: string) => one?.permitted_actions.includes(act) ?? false
  return (
    <main id="main" tabIndex={-1} className="page openings rights-page">
      <p>
        <Link to="/team/rights">‹ {t('staff.title')}</Link>
      </p>
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {one && (
        <>
          <h1>
            {t(`request.${one.kind}`)}: {one.client?.name}
          </h1>
          <section className="card" aria-labelledby="rights-asked">
            <p className="rights-head">
              <b id="rights-asked">{one.kind === 'copy' ? t('request.copy') : [kind(one.object_kind), one.object_label].filter(Boolean).join(': ')}</b>
              <Pill tone={one.overdue ? 'danger' : one.state === 'waiting' ? 'info' : 'neutral'}>{t(one.overdue ? 'staff.late' : `state.${one.state}`)}</Pill>
            </p>
            <p className="quiet">
              {t(`codes:register.${one.register}`)}, {t(`codes:service_task.${one.service_task}`)} · {t('asked_on', { day: when.day(one.asked_at.slice(0, 10)) })} · {t('staff.due', { day: when.day(one.due_on) })}
            </p>
            {one.wrong && (
              <dl className="rights-said">
                <dt>{t('correction.wrong')}</dt>
                <dd>{one.wrong}</dd>
                <dt>{t('correction.right')}</dt>
                <dd>{one.correct}</dd>
              </dl>
            )}
            {one.extended_reason && <p>{t('extended', { reason: one.extended_reason })}</p>}
            {one.client && <p>{<Link to={`/clients/${one.client.id}`}>{t('staff.client')}</Link>}</p>}
            <div className="rights-acts">
              {may('answer') && (
                <Button look="primary" onClick={() => setOpen({ what: 'answer' })}>
                  {t('staff.answer')}
                </Button>
              )}
              {may('restrict') && one.restrictions.every(({ lifted_at }) => lifted_at) && <Button onClick={() => setOpen({ what: 'restrict' })}>{t('staff.restrict')}</Button>}
              {may('extend') && <Button onClick={() => setOpen({ what: 'extend' })}>{t('staff.extend')}</Button>}
            </div>
          </section>
          {one.answer && (
            <section className="card" aria-labelledby="rights-answer">
              <h2 id="rights-answer">{t(`outcome.${one.outcome === 'refused' ? 'refused' : one.outcome === 'partly' ? 'partly' : 'mended'}`)}</h2>
              <p>{one.answer}</p>
              <p className="quiet">
                {[one.answered_by?.name, when.instant(one.answered_at), one.seen_at && t('staff.seen')].filter(Boolean).join(', ')}
              </p>
              {one.appeal && <p className="quiet">{text(one.appeal.about)}</p>}
              {one.appeal && <Certificate path={`/staff/rights/${one.id}/certificate.pdf`} />}
            </section>
          )}
          {one.restrictions.length > 0 && (
            <section className="card" aria-labelledby="rights-restrictions">
              <h2 id="rights-restrictions">{t('restriction.heading')}</h2>
              <Restrictions
                restrictions={one.restrictions}
                acts={(restriction) =>
                  !restriction.lifted_at && (
                    <div className="rights-acts">
                      {restriction.informed_at ? (
                        <Button size="small" onClick={() => setOpen({ what: 'lift', restriction })}>
                          {t('staff.lift')}
                        </Button>
                      ) : (
                        <Button size="small" onClick={() => setOpen({ what: 'inform', restriction })}>
                          {t('staff.inform')}
                        </Button>
                      )}
                    </div>
                  )
                }
              />
            </section>
          )}
          {open?.what === 'answer' && <AnswerDialog request={one} onClose={close} />}
          {open?.what === 'extend' && <ExtendDialog request={one} onClose={close} />}
          {open?.what === 'restrict' && <RestrictDialog request={one} onClose={close} />}
          {open?.what === 'inform' && <InformDialog restriction={open.restriction} onClose={close} />}
          {open?.what === 'lift' && <LiftDialog restriction={open.restriction} onClose={close} />}
        </>
      )}
    </main>
  )
}
