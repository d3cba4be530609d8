import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Lane, MatterCard } from '../api/types'
import { Button } from '../ui/Button'
import { Menu, type MenuItem } from '../ui/Menu'
import type { Ask } from './dialogs'
import type { Actions } from './useActions'

export const laneOrder: Lane[] = ['first_contact', 'assessment', 'planning', 'decision', 'managing']

interface CardActionsProps {
  card: MatterCard
  actions: Actions
  ask: (ask: Ask) => void
}

export const isFree = (card: MatterCard) => card.handler === undefined && card.permitted_actions.includes('take')

/** What can be done to a matter without opening it. What is not allowed stays in the menu and tells why. */
export function CardActions({ card, actions, ask }: CardActionsProps) {
  const { t } = useTranslation('desk')
  const navigate = useNavigate()
  const may = (action: string) => card.permitted_actions.includes(action)
  const name = card.clients[0]?.name ?? card.number
  const item = (action: string, label: string, onChoose: () => void): MenuItem =>
    may(action)
      ? { key: label, label, onChoose }
      : { key: label, label, refused: true, hint: t('not_now'), onChoose: () => void actions.explain(card, action) }

  const items: MenuItem[] = [
    { key: 'open', label: t('act.open'), onChoose: () => void navigate(`/matters/${card.id}`) },
    ...(card.clients[0] ? [{ key: 'client', label: t('act.client'), onChoose: () => void navigate(`/clients/${card.clients[0]?.id}`) }] : []),
  ]
  if (!actions.mine(card)) items.push(item('take', t('act.take'), () => void actions.take(card)))
  items.push(item('hand_over', t('act.hand_over'), () => ask({ kind: 'hand_over', card })))
  for (const lane of laneOrder) {
    if (lane !== card.lane) items.push(item('move', t('act.move', { lane: t(`codes:lane.${lane}`) }), () => void actions.move(card, lane, undefined, () => ask({ kind: 'move', card, lane }))))
  }
  items.push(item('return', t('act.return'), () => ask({ kind: 'return', card })))

  return (
    <div className="desk-card-actions">
      {isFree(card) && (
        <Button look="primary" size="small" busy={actions.busy === card.id} aria-describedby={`card-${card.id}`} onClick={() => void actions.take(card)}>
          {t('act.take')}
        </Button>
      )}
      <Menu label={t('act.menu', { name })} items={items} className="btn btn-plain btn-small desk-menu-button">
        <span aria-hidden="true">⋯</span>
      </Menu>
    </div>
  )
}
