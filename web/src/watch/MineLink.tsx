import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useMine } from './queries'

/** The way to what a supervisor asks of one's own looks; there only while an answer is awaited. */
export function MineLink() {
  const { t } = useTranslation('watch')
  const waiting = useMine().data?.waiting ?? 0
  return waiting > 0 ? <NavLink to="/explanations">{t('mine.nav', { count: waiting })}</NavLink> : null
}
