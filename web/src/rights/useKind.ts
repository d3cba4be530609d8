import { useTranslation } from 'react-i18next'

const kinds = ['identity', 'contacts', 'close_ones', 'matters', 'own_views', 'messages', 'notes', 'attachments', 'assessments', 'plans', 'plan_goals', 'decisions', 'documents', 'entries', 'register', 'other'] as const

/** What a kind of own data is called; one this page does not know is told in general. */
export function useKind() {
  const { t } = useTranslation('rights')
  return (code: string | undefined) => t(`kind.${kinds.find((one) => one === code) ?? 'other'}`)
}
