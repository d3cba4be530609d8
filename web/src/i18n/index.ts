import i18next, { type ResourceLanguage } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = ['fi', 'sv', 'en'] as const
export type Language = (typeof languages)[number]

const stored = 'punos.language'

const loaders: Record<Language, () => Promise<{ words: ResourceLanguage }>> = {
  fi: () => import('./fi'),
  sv: () => import('./sv'),
  en: () => import('./en'),
}

export function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language)
}

/** The language chosen before on this browser, else the browser's own when we speak it, else Finnish. */
function firstLanguage(): Language {
  let kept: string | null = null
  try {
    kept = localStorage.getItem(stored)
  } catch {
    // A browser that keeps nothing still gets a language.
  }
  if (isLanguage(kept)) return kept
  const asked = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage)
  return asked ?? 'fi'
}

async function load(language: Language): Promise<void> {
  const { words } = await loaders[language]()
  for (const [feature, content] of Object.entries(words)) {
    i18next.addResourceBundle(language, feature, content)
  }
}

export async function startI18n(language: Language = firstLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    supportedLngs: [...languages],
    fallbackLng: false,
    ns: ['common'],
    defaultNS: 'common',
    showSupportNotice: false,
    interpolation: { escapeValue: false }, // React escapes
    react: { useSuspense: false },
    resources: {},
  })
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

export async function changeLanguage(language: Language): Promise<void> {
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(stored, language)
  } catch {
    // Not kept for next time; the choice still holds now.
  }
}
