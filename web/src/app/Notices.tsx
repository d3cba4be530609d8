import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ServiceNotice } from '../admin/types'
import { api } from '../api/client'
import { useText } from '../i18n/text'

export const noticesKey = ['notices'] as const

/** What the administrator tells everyone of the service's state, on top of every page until it ends. */
export function Notices() {
  const { t } = useTranslation('common')
  const text = useText()
  const notices = useQuery({ queryKey: noticesKey, queryFn: () => api.get<ServiceNotice[]>('/public/notices'), refetchInterval: 60_000, staleTime: 30_000, retry: false })
  return (
    <div role="status">
      {(Array.isArray(notices.data) ? notices.data : []).map((one) => (
        <p key={one.id} className={`band band-${one.level}`}>
          <strong>{t(`notice.${one.level}`)}</strong> {text(one.text)}
        </p>
      ))}
    </div>
  )
}
