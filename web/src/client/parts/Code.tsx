import { useTranslation } from 'react-i18next'

/** A code in words; a code a source system uses and we have no word for is shown as the source wrote it. */
export function Code({ group, code }: { group: 'status' | 'goal_status' | 'close_role' | 'severity'; code: string }) {
  const { t, i18n } = useTranslation('client')
  const key = `${group}.${code.replaceAll('-', '_')}`
  return <>{i18n.exists(`client:${key}`) ? t(key as never) : code}</>
}
