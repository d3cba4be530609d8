import { useTranslation } from 'react-i18next'
import type { Matter } from '../api/types'

/** A refusal's reason in words; a reason this screen does not know is still told to be one. */
export function useReason() {
  const { t, i18n } = useTranslation('matter')
  return (reason: string): string => {
    if (i18n.exists(`matter:refusal.${reason}`)) return t(`refusal.${reason}` as never)
    if (i18n.exists(`problems:reasons.${reason}`)) return t(`problems:reasons.${reason}` as never)
    return t('refusal_unknown')
  }
}

/** Why the given actions are not possible now, each with its reason. */
export function Refusals({ refusals, actions }: { refusals: Matter['can']['refusals']; actions: readonly string[] }) {
  const { t, i18n } = useTranslation('matter')
  const reason = useReason()
  const name = (action: string) => {
    const lane = action.startsWith('move:') ? action.slice('move:'.length) : undefined
    if (lane) return t(`codes:lane.${lane}` as never) as string
    return i18n.exists(`matter:action.${action}`) ? (t(`action.${action}` as never) as string) : undefined
  }
  const shown = refusals.filter(({ action }) => actions.some((one) => action === one || action.startsWith(`${one}:`) || action.startsWith(`${one}_`)))
  if (shown.length === 0) return null
  return (
    <div className="mt-refusals">
      <p>{t('needed')}</p>
      <ul>
      {shown.map(({ action, reason: code }) => (
        <li key={action + code}>
          {name(action) && <b>{name(action)}: </b>}
          {reason(code)}
        </li>
      ))}
      </ul>
    </div>
  )
}
