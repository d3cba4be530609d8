import { useTranslation } from 'react-i18next'

/** What an action of the log means in plain words; one this version does not know is told as some handling of data. */
export function useActionWords(): (action: string) => string {
  const { t } = useTranslation('actions')
  return (action) => t(`actions:${action}` as never, { defaultValue: t('actions:other') }) as string
}
