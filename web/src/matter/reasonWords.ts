import { useText } from '../i18n/text'
import { useReasons } from './queries'

/** The words of a reason code, by the organiser's rules; a text that is no code stays as it is. */
export function useReasonWords() {
  const text = useText()
  const { data } = useReasons()
  return (code: string): string => {
    const found = [...(data?.pause_reasons ?? []), ...(data?.close_reasons ?? [])].find((reason) => reason.code === code)
    return found ? text(found.label) : code
  }
}
