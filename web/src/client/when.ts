import { useMemo } from 'react'
import { useLanguage } from '../i18n/text'
import { dateTime, longDate, time, today, weekdayDate } from '../ui/format'

/** Dates and times in the language of the page; an unknown date is an empty text. */
export function useWhen() {
  const language = useLanguage()
  return useMemo(
    () => ({
      /** 24.11.2026 */
      day: (value: string | undefined) => (value ? longDate(value, language) : ''),
      /** ti 24.11., with the year when it is not this one */
      shortDay: (value: string | undefined) => {
        if (!value) return ''
        return value.slice(0, 4) === today().slice(0, 4) ? weekdayDate(value, language) : longDate(value, language)
      },
      /** 24.11.2026 14.20; a local date has no time of day */
      instant: (value: string | undefined) => {
        if (!value) return ''
        return value.length === 10 ? longDate(value, language) : dateTime(value, language)
      },
      /** 14.20 */
      clock: (value: string | undefined) => (value ? time(value, language) : ''),
      /** 11/2026 */
      month: (value: string | undefined) => (value ? `${Number(value.slice(5, 7))}/${value.slice(0, 4)}` : ''),
    }),
    [language],
  )
}

/** Ends a sentence: Finnish and Swedish dates may end with a full stop of their own (24.11.). */
export function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
