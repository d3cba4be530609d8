import type { Text } from '../api/types'
import { useText } from '../i18n/text'

/** What is burning now is never told here: 112 first, as a number to press. */
export function Emergency({ text: words }: { text: Text }) {
  const text = useText()
  const [before, after] = text(words).split('112', 2)
  return (
    <p className="note note-danger">
      <span>
        {before}
        <a href="tel:112">112</a>
        {after}
      </span>
    </p>
  )
}
