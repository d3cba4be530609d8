import { useTranslation } from 'react-i18next'
import type { Text } from '../api/types'
import { isLanguage, type Language } from './index'

/** The language now, for dates and for picking data texts. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return isLanguage(i18n.language) ? i18n.language : 'fi'
}

/** Text that is data: the language asked for, else Finnish, which every such text has. */
export function pick(text: Text | string | undefined, language: Language): string {
  if (text === undefined) return ''
  if (typeof text === 'string') return text
  return text[language] ?? text.fi
}

export function useText(): (text: Text | string | undefined) => string {
  const language = useLanguage()
  return (text) => pick(text, language)
}
