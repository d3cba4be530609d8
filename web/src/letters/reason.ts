import { useTranslation } from 'react-i18next'

/** Why a letter is not made, in words; a place of which nothing is known is named. */
export function useReason() {
  const { t } = useTranslation('letters')
  return (code: string): string => {
    const place = code.startsWith('place_empty.') ? code.slice('place_empty.'.length) : undefined
    if (place !== undefined) return t('place_empty', { place: t(`place.${place}` as never, { defaultValue: place }) })
    return t(`problems:reasons.${code}` as never, { defaultValue: t(`problems:fields.${code}` as never, { defaultValue: t('problems:unexpected') }) }) as string
  }
}
