import { useTranslation } from 'react-i18next'
import type { WillChoice } from '../api/types'
import { useText } from '../i18n/text'

/** What is told before anything is given: what it is, what it does and what it does not. */
export function Words({ choice }: { choice: WillChoice }) {
  const { t } = useTranslation('will')
  const text = useText()
  const denial = choice.kind === 'denial'
  return (
    <div className="will-words">
      <p>{text(choice.told)}</p>
      <h3>{t(denial ? 'what_stops' : 'what_does')}</h3>
      <ul>
        {choice.does.map((one, at) => (
          <li key={at}>{text(one)}</li>
        ))}
      </ul>
      <h3>{t(denial ? 'what_stops_not' : 'what_does_not')}</h3>
      <ul>
        {choice.does_not.map((one, at) => (
          <li key={at}>{text(one)}</li>
        ))}
      </ul>
    </div>
  )
}
