import type { Language } from '../../i18n'

/** Kinds of files the server takes. */
export const TYPES = ['.pdf', '.png', '.jpg', '.jpeg', '.txt', '.docx'] as const
/** The server's limit in bytes: 10 MiB. */
export const MOST = 10 * 1024 * 1024

/** Tells before sending what the server would refuse, so that nobody waits for an upload in vain. */
export function checkFile(file: { name: string; size: number }): 'too_large' | 'wrong_type' | 'empty' | undefined {
  if (file.size === 0) return 'empty'
  if (file.size > MOST) return 'too_large'
  const name = file.name.toLowerCase()
  return TYPES.some((type) => name.endsWith(type)) ? undefined : 'wrong_type'
}

/** 1,2 Mt in Finnish, 1,2 MB in Swedish, 1.2 MB in English. */
export function sizeText(bytes: number, language: Language): string {
  const number = (value: number, digits: number) => value.toLocaleString(language === 'en' ? 'en-GB' : `${language}-FI`, { maximumFractionDigits: digits })
  const unit = language === 'fi' ? ['kt', 'Mt'] : ['kB', 'MB']
  return bytes < 1_000_000 ? `${number(Math.max(1, bytes / 1000), 0)} ${unit[0]}` : `${number(bytes / 1_000_000, 1)} ${unit[1]}`
}
