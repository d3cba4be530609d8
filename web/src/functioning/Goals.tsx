import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { GoalGoing, OwnGoal } from '../api/types'
import { useWhen } from '../client/when'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import type { Whose } from './queries'

const GOING: GoalGoing[] = ['closer', 'same', 'farther']
const keyOf = (whose: Whose) => ('own' in whose ? ['my', 'goals'] : ['client', whose.client, 'goals'])

/** Goals in the client's own words and how each is going: set and followed by the client, read by who cares for them. */
export function Goals({ whose, card }: { whose: Whose; card: string }) {
  const { t } = useTranslation('functioning')
  const own = 'own' in whose
  const query = useQuery({
    queryKey: keyOf(whose),
    queryFn: ({ signal }) => api.get<OwnGoal[]>('own' in whose ? '/client/goals' : `/staff/clients/${encodeURIComponent(whose.client)}/goals`, { signal }),
    staleTime: 15_000,
  })
  const all = query.data ?? []
  if (!own && query.isSuccess && all.length === 0) return null
  return (
    <section className={card} aria-labelledby="fn-goals">
      <h2 id="fn-goals">{t(own ? 'goal.title' : 'goal.title_staff')}</h2>
      {own && <p>{t('goal.about')}</p>}
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} />}
      {own && query.isSuccess && all.length === 0 && <p className="quiet">{t('goal.none')}</p>}
      <ul className="fn-rows">
        {all.map((goal) => (
          <Goal key={goal.id} goal={goal} own={own} whose={whose} />
        ))}
      </ul>
      {own && query.isSuccess && <NewGoal whose={whose} />}
    </section>
  )
}

function Goal({ goal, own, whose }: { goal: OwnGoal; own: boolean; whose: Whose }) {
  const { t } = useTranslation('functioning')
  const when = useWhen()
  const announce = useAnnounce()
  const queries = useQueryClient()
  const [going, setGoing] = useState<GoalGoing>()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const step = useMutation({
    mutationFn: ({ what, body }: { what: 'follow' | 'end'; body: object }) => api.post(`/client/goals/${goal.id}/${what}`, body),
    onSuccess: (_, { what }) => {
      announce(t(what === 'end' ? 'goal.end_done' : 'goal.saved'))
      setGoing(undefined)
      setWords('')
      setTried(false)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: keyOf(whose) }),
  })
  const named = (what: string) => t('goal.of', { what, words: goal.words })
  return (
    <li className={goal.ended_at ? 'fn-ended' : undefined}>
      <p className="fn-note">
        <b>{goal.words}</b>
      </p>
      <p className="quiet">
        {t('goal.since', { date: when.day(goal.set_at) })}
        {goal.ended_at && goal.ended_how && ` · ${t(`goal.end.${goal.ended_how}`)} ${when.day(goal.ended_at)}`}
      </p>
      {goal.follow_ups.length > 0 && (
        <details>
          <summary>{t('goal.history')}</summary>
          <ul className="fn-rows">
            {goal.follow_ups.map((one) => (
              <li key={one.at}>
                <b className="num">{when.day(one.at)}</b> {t(`goal.going.${one.going}`)}
                {one.words && <p className="fn-note">{one.words}</p>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {own && !goal.ended_at && (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (going) step.mutate({ what: 'follow', body: { going, words: words.trim() || undefined } })
          }}
        >
          <fieldset className="fn-choice">
            <legend>{t('goal.how')}</legend>
            {GOING.map((one) => (
              <label key={one} className="fn-option">
                <input type="radio" name={`going-${goal.id}`} checked={going === one} onChange={() => setGoing(one)} />
                <span>{t(`goal.going.${one}`)}</span>
              </label>
            ))}
            {tried && !going && <p className="field-error">{t('goal.choose')}</p>}
          </fieldset>
          <LongTextField label={t('goal.follow_words')} optional={t('goal.optional')} rows={2} value={words} onChange={setWords} />
          {step.isError && <ProblemNote error={step.error} />}
          <div className="fn-actions">
            <Button type="submit" busy={step.isPending} aria-label={named(t('goal.save'))}>
              {t('goal.save')}
            </Button>
            <Button busy={step.isPending} aria-label={named(t('goal.reached_it'))} onClick={() => step.mutate({ what: 'end', body: { how: 'reached' } })}>
              {t('goal.reached_it')}
            </Button>
            <Button busy={step.isPending} aria-label={named(t('goal.leave'))} onClick={() => step.mutate({ what: 'end', body: { how: 'left' } })}>
              {t('goal.leave')}
            </Button>
          </div>
        </form>
      )}
    </li>
  )
}

function NewGoal({ whose }: { whose: Whose }) {
  const { t } = useTranslation('functioning')
  const announce = useAnnounce()
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const short = words.trim().length < 3
  const set = useMutation({
    mutationFn: () => api.post('/client/goals', { words: words.trim() }),
    onSuccess: () => {
      announce(t('goal.set_done'))
      setWords('')
      setTried(false)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: keyOf(whose) }),
  })
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!short) set.mutate()
      }}
    >
      <LongTextField label={t('goal.new')} hint={t('goal.new_hint')} rows={2} value={words} onChange={setWords} error={tried && short ? t('goal.short') : undefined} />
      {set.isError && <ProblemNote error={set.error} />}
      <Button type="submit" look="primary" className="fn-save" busy={set.isPending}>
        {t('goal.set')}
      </Button>
    </form>
  )
}
