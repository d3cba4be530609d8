import { useTranslation } from 'react-i18next'
import type { IdentityCard } from '../api/types'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'

/** Who somebody is, on one or two lines: enough to tell two of the same name apart, nothing more. */
export function IdentityLine({ card }: { card: IdentityCard }) {
  const { t } = useTranslation('people')
  const text = useText()
  const facts = [
    card.age !== undefined ? t('card.age', { count: card.age }) : undefined,
    card.hetu_hint ?? (card.identity === 'temporary' ? t('card.temporary') : undefined),
    card.municipality ? text(card.municipality.name) : undefined,
  ].filter(Boolean)
  return (
    <span className="identity">
      <span className="identity-name">{card.name}</span>
      <span className="identity-facts">{facts.join(' · ')}</span>
      {card.protected && <Pill tone="warning">{t('card.protected')}</Pill>}
      {card.deceased && <Pill>{t('card.deceased')}</Pill>}
    </span>
  )
}
