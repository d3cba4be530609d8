import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Register } from '../api/types'

/** Says which registers are shown and that others may hold something, and where the ways to ask for them are. */
export function MayHold({ client, open }: { client: string; open: readonly Register[] }) {
  const { t } = useTranslation(['client', 'story'])
  return (
    <p className="quiet">
      {open.length === 0
        ? t('client:withheld.none_open')
        : t('client:withheld.open', { registers: open.map((register) => t(`client:withheld.register.${register}`)).join(` ${t('client:withheld.and')} `) })}{' '}
      {t('client:withheld.may_hold')} <Link to={`/clients/${client}`}>{t('story:ways')}</Link>
    </p>
  )
}
