import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DeskLane, MatterCard } from '../api/types'
import { Button } from '../ui/Button'
import { CardActions } from './CardActions'
import { Badges } from './Badges'
import type { Ask } from './dialogs'
import type { Actions } from './useActions'
import { isRestricted, rowsOf } from './flatten'
import { RestrictedCard } from './RestrictedCard'
import { mostCards } from './useDesk'

interface BoardProps {
  lanes: DeskLane[]
  actions: Actions
  ask: (ask: Ask) => void
  onMore: () => void
  loadingMore: boolean
}

/** The lanes side by side. Arrow keys go from card to card; letters act on the card in focus. No dragging is needed. */
export function Board({ lanes, actions, ask, onMore, loadingMore }: BoardProps) {
  const { t } = useTranslation('desk')
  const root = useRef<HTMLDivElement>(null)

  const onKeyDown = (event: KeyboardEvent) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('[data-card]')
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return
    const laneIndex = Number(link.dataset.lane)
    const index = Number(link.dataset.index)
    const go = (lane: number, at: number) => {
      const links = [...(root.current?.querySelectorAll<HTMLElement>(`[data-card][data-lane="${lane}"]`) ?? [])]
      const next = links[Math.min(at, links.length - 1)]
      if (next) {
        event.preventDefault()
        next.focus()
      }
      return next !== undefined
    }
    const sideways = (step: number) => {
      for (let lane = laneIndex + step; lane >= 0 && lane < lanes.length; lane += step) if (go(lane, index)) return
    }
    const lane = lanes[laneIndex]
    const card = lane && rowsOf(lane)[index]
    if (event.key === 'ArrowDown') go(laneIndex, index + 1)
    else if (event.key === 'ArrowUp') go(laneIndex, Math.max(index - 1, 0))
    else if (event.key === 'ArrowRight') sideways(1)
    else if (event.key === 'ArrowLeft') sideways(-1)
    else if (card && !isRestricted(card)) act(event, card)
  }
  const act = (event: KeyboardEvent, card: MatterCard) => {
    const may = (action: string, then: () => void) => {
      event.preventDefault()
      if (card.permitted_actions.includes(action)) then()
      else void actions.explain(card, action)
    }
    if (event.key === 'o') may('take', () => void actions.take(card))
    else if (event.key === 's') may('hand_over', () => ask({ kind: 'hand_over', card }))
    else if (event.key === 'p') may('return', () => ask({ kind: 'return', card }))
  }

  return (
    <div className="board" ref={root} onKeyDown={onKeyDown}>
      {lanes.map((lane, laneIndex) => (
        <section key={lane.lane} className="lane" aria-labelledby={`lane-${lane.lane}`}>
          <h2 id={`lane-${lane.lane}`} className="lane-title" tabIndex={-1}>
            {t(`codes:lane.${lane.lane}`)} <span className="lane-count">{lane.total}</span>
            {lane.overdue > 0 && <span className="lane-overdue">{t('lane_overdue', { count: lane.overdue })}</span>}
          </h2>
          {lane.cards.length + (lane.restricted?.length ?? 0) === 0 ? (
            <p className="lane-empty">{t('lane_empty')}</p>
          ) : (
            <ol className="plain-list lane-cards">
              {rowsOf(lane).map((row, index) => (
                <li key={row.id}>
                  {isRestricted(row) ? (
                    <article className="desk-card" aria-labelledby={`card-${row.id}`}>
                      <RestrictedCard row={row} place={{ lane: laneIndex, index }} />
                    </article>
                  ) : (
                    <DeskCard card={row} lane={laneIndex} index={index} actions={actions} ask={ask} />
                  )}
                </li>
              ))}
            </ol>
          )}
          {rowsOf(lane).length >= mostCards && lane.total > rowsOf(lane).length && <p className="lane-empty">{t('too_many', { count: rowsOf(lane).length })}</p>}
          {lane.next_cursor && rowsOf(lane).length < mostCards && (
            <Button size="small" busy={loadingMore} onClick={onMore} aria-label={`${t('more', { count: lane.total - rowsOf(lane).length })}: ${t(`codes:lane.${lane.lane}`)}`}>
              {t('more', { count: lane.total - rowsOf(lane).length })}
            </Button>
          )}
        </section>
      ))}
    </div>
  )
}

export function cardTone(card: MatterCard): string {
  const deadline = card.next_deadline
  if (!deadline || deadline.state === 'paused') return ''
  if (deadline.overdue || deadline.immediate) return 'desk-card-danger'
  return deadline.workdays_left !== undefined && deadline.workdays_left <= 2 ? 'desk-card-warning' : ''
}

function DeskCard({ card, lane, index, actions, ask }: { card: MatterCard; lane: number; index: number; actions: Actions; ask: (ask: Ask) => void }) {
  const { t } = useTranslation('desk')
  const [first, ...others] = card.clients
  return (
    <article className={`desk-card ${cardTone(card)}`} aria-labelledby={`card-${card.id}`}>
      <div className="desk-card-top">
        <Badges card={card} />
        <CardActions card={card} actions={actions} ask={ask} />
      </div>
      <h3 id={`card-${card.id}`} className="desk-card-name">
        <Link to={`/matters/${card.id}`} data-card={card.id} data-lane={lane} data-index={index} aria-keyshortcuts="o s p">
          {first?.name ?? card.number}
        </Link>
        {first?.age !== undefined && (
          <span className="desk-card-age">
            {' '}
            <span className="sr-only">{t('people:card.age', { count: first.age })}</span>
            <span aria-hidden="true">{first.age}</span>
          </span>
        )}
        {others.length > 0 && <span className="quiet"> {t('and_others', { count: others.length })}</span>}
      </h3>
      <p className="desk-card-text">
        {t(`codes:situation.${card.situation}`)}
        {' · '}
        {card.handler ? card.handler.name : <span className="quiet">{card.sender ? t('from', { name: card.sender.name }) : t('free')}</span>}
      </p>
    </article>
  )
}
