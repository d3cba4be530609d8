import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CoverSeen, Starting } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { placeOf } from './places'
import { useCoverChoice, useCovered } from './queries'
import './requests.css'

interface CoveredProps {
  clientId: string
  starting: Starting
  code: string
  /** What was done already is used: nothing new begins. */
  onUsed: (one: CoverSeen) => void
}

/** Before something begins: what covers it already, how old it is and where it is from. One is used instead, or one goes on. */
export function Covered({ clientId, starting, code, onUsed }: CoveredProps) {
  const { t } = useTranslation(['requests', 'functioning'])
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const choose = useCoverChoice(clientId)
  const covered = useCovered(clientId, starting, code)
  const [used, setUsed] = useState<string>()
  if (covered.isError) return <ProblemNote error={covered.error} />
  const by = covered.data?.by ?? []
  if (by.length === 0) return null
  const nameOf = (one: CoverSeen) => (one.name ? text(one.name) : (one.title ?? t(`source.${one.source}`)))
  const use = (one: CoverSeen) =>
    choose.mutate(
      { starting, code, choice: 'used', item: one.item, id: one.id },
      {
        onSuccess: () => {
          setUsed(one.id)
          announce(t('covered.used_done', { name: nameOf(one) }))
          onUsed(one)
        },
      },
    )
  return (
    <section className="note note-warning rq-covered" aria-label={t('covered.title')}>
      <h3>{t('covered.title')}</h3>
      <p>{covered.data?.need ? t('covered.about', { need: text(covered.data.need) }) : t('covered.about_same')}</p>
      <ul className="plain-list stack">
        {by.map((one) => {
          const place = placeOf(clientId, one)
          const name = nameOf(one)
          return (
            <li key={one.id} className="spread">
              <span>
                {place ? <Link to={place}>{name}</Link> : <b>{name}</b>} {t(`standing.${one.standing}` as never)} {longDate(one.at, language)}
                {one.standing === 'done' && <> ({t('covered.age', { count: one.age_days })})</>}
                <span className="quiet">
                  {' '}
                  {[
                    t(`source.${one.source}`),
                    one.source === 'measurement' ? t(`functioning:origin.${one.origin}` as never) : one.origin,
                    t(`register.${one.register}`),
                    one.holds_until && t('covered.holds', { date: longDate(one.holds_until, language) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {used === one.id ? (
                <span>{t('covered.used')}</span>
              ) : (
                <Button size="small" busy={choose.isPending} onClick={() => use(one)} aria-label={`${t('covered.use')}: ${name}`}>
                  {t('covered.use')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {choose.isError && <ProblemNote error={choose.error} />}
    </section>
  )
}

/** Whether something covers it: then a reason is asked for before one goes on. */
export function useIsCovered(clientId: string, starting: Starting, code: string): boolean {
  return (useCovered(clientId, starting, code).data?.by.length ?? 0) > 0
}
