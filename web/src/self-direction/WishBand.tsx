import { useTranslation } from 'react-i18next'
import { useText } from '../i18n/text'
import { useWishes } from './queries'
import './self-direction.css'

/** On top of a client's pages: what the client wishes of the data the viewer sees. It is to be read; it closes nothing. */
export function WishBand({ clientId }: { clientId: string }) {
  const { t } = useTranslation('selfdirection')
  const text = useText()
  const wishes = useWishes(clientId).data?.wishes ?? []
  if (wishes.length === 0) return null
  return (
    <details className="sd-band">
      <summary>{t('band', { count: wishes.length })}</summary>
      <ul>
        {wishes.map((one) => (
          <li key={`${one.group}/${one.party}/${one.situation}`}>
            <b>
              {text(one.group_label)}
              {one.situation !== 'ordinary' && ` (${text(one.situation_label)})`}
            </b>{' '}
            {text(one.wish)}
          </li>
        ))}
      </ul>
      <p className="quiet">{t('band_about')}</p>
    </details>
  )
}
