import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { api } from '../api/client'
import type { Page, SentMatter } from '../api/types'
import { worksOnMatters } from '../app/home'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { ClientSearchField } from '../people/ClientSearchField'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Resend } from './Resend'
import { useLobbyForm } from './useLobby'
import '../people/people.css'
import './lobby.css'

/** The lobby: begin a matter, and see what became of those sent before. */
export function Component() {
  const { t } = useTranslation('lobby')
  usePageTitle(t('title'))
  const navigate = useNavigate()
  const [resending, setResending] = useState<SentMatter | null>(null)
  const sent = useInfiniteQuery({
    queryKey: ['lobby', 'sent'],
    queryFn: ({ pageParam, signal }) => api.get<Page<SentMatter>>('/staff/lobby/sent', { query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor,
  })
  const all = sent.data?.pages.flatMap((page) => page.items) ?? []
  const returned = all.filter((one) => one.state === 'returned')
  const others = all.filter((one) => one.state !== 'returned')

  return (
    <main id="main" tabIndex={-1} className="page lobby">
      <h1>{t('title')}</h1>
      <section className="card stack lobby-begin" aria-labelledby="begin">
        <h2 id="begin">{t('begin.title')}</h2>
        <p className="quiet">{t('begin.text')}</p>
        <ClientSearchField label={t('new.client_search')} onPick={(card) => void navigate(`/lobby/new?client=${card.id}`)} onNew={() => void navigate('/clients/new?then=lobby')} />
      </section>
      <section className="stack" aria-labelledby="sent">
        <h2 id="sent">{t('sent.title')}</h2>
        {sent.isError && (
          <>
            <ProblemNote error={sent.error} />
            <p>
              <Button onClick={() => void sent.refetch()}>{t('common:try_again')}</Button>
            </p>
          </>
        )}
        {sent.isPending && <Loading />}
        {sent.data && all.length === 0 && <p className="card empty">{t('sent.empty')}</p>}
        {all.length > 0 && (
          <ul className="plain-list result-list">
            {[...returned, ...others].map((one) => (
              <Sent key={one.id} matter={one} onResend={() => setResending(one)} />
            ))}
          </ul>
        )}
        {sent.hasNextPage && (
          <p>
            <Button busy={sent.isFetchingNextPage} onClick={() => void sent.fetchNextPage()}>
              {t('sent.more')}
            </Button>
          </p>
        )}
      </section>
      {resending && <Resend matter={resending} onClose={() => setResending(null)} />}
    </main>
  )
}

function Sent({ matter, onResend }: { matter: SentMatter; onResend: () => void }) {
  const { t } = useTranslation('lobby')
  const language = useLanguage()
  const text = useText()
  const form = useLobbyForm()
  const opens = worksOnMatters(useProfessional().role)
  const { returned } = matter
  const closeReason = text(form.data?.close_reasons.find((one) => one.code === matter.close_reason)?.label)
  return (
    <li className={matter.state === 'returned' ? 'sent sent-returned' : 'sent'}>
      <div className="sent-what">
        <Link to={opens ? `/matters/${matter.id}` : `/clients/${matter.client.id}`} className="strong">
          {matter.client.name}
        </Link>{' '}
        {matter.others > 0 && <span className="quiet">{t('sent.others', { count: matter.others })} </span>}
        <span className="quiet num">{matter.number}</span>
        <br />
        {t(`codes:situation.${matter.situation}`)}
      </div>
      <div className="sent-where">
        {matter.state === 'open' ? <Pill tone="info">{t(`codes:lane.${matter.lane}`)}</Pill> : <Pill tone={matter.state === 'returned' ? 'danger' : 'neutral'}>{t(`codes:matter_state.${matter.state}`)}</Pill>}{' '}
        {matter.handler ? t('sent.with', { name: matter.handler.name, team: matter.team.name }) : matter.state === 'open' ? t('sent.waiting', { team: matter.team.name }) : matter.team.name}
        <br />
        <span className="quiet">
          {t('sent.at', { time: dateTime(matter.sent_at, language) })}
          {matter.closed_at && ` · ${[t('sent.closed', { time: dateTime(matter.closed_at, language) }), closeReason].filter(Boolean).join(': ')}`}
        </span>
      </div>
      {returned && (
        <div className="sent-why">
          <p>
            <strong>{t('sent.returned_by', { name: returned.by.name, time: dateTime(returned.at, language) })}</strong> {returned.reason}
          </p>
          <div className="row">
            {matter.permitted_actions.includes('resend') && (
              <Button size="small" look="primary" onClick={onResend} aria-label={`${t('sent.resend')}: ${matter.number}`}>
                {t('sent.resend')}
              </Button>
            )}
            {opens && (
              <Link className="btn btn-secondary btn-small" to={`/matters/${matter.id}`}>
                {t('sent.edit')}
              </Link>
            )}
          </div>
        </div>
      )}
    </li>
  )
}
