import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { IdentityCard } from '../api/types'
import { Button } from '../ui/Button'
import { clientPath } from './queries'

/**
 * The personal identity code, hidden until asked for: showing it is a logged look of its own. It is kept in this component's state
 * only, so it is gone from the page when the page is left.
 */
export function Hetu({ card, may }: { card: IdentityCard; may: boolean }) {
  const { t } = useTranslation('client')
  const show = useMutation({ mutationFn: () => api.get<{ hetu: string }>(clientPath(card.id, '/hetu')), gcTime: 0 })
  if (card.identity !== 'hetu' && !card.hetu_hint) return <span>{t('hetu.none')}</span>
  return (
    <span className="num">
      <span className="sr-only">{t('hetu.name')} </span>
      {show.data ? show.data.hetu : (card.hetu_hint ?? '••••••-••••')}{' '}
      {show.data ? (
        <Button look="plain" size="small" onClick={() => show.reset()}>
          {t('hetu.hide')}
        </Button>
      ) : !may ? null : (
        <Button look="plain" size="small" busy={show.isPending} onClick={() => show.mutate()} title={t('hetu.logged')}>
          {t('hetu.show')}
        </Button>
      )}
      {show.isError && (
        <span role="alert" className="field-error">
          {' '}
          {t('hetu.refused')}
        </span>
      )}
    </span>
  )
}
