import { useTranslation } from 'react-i18next'
import { DeviceBand } from '../device/DeviceBand'
import { Notices } from './Notices'
import { useSession } from './session'

/** What must be seen on every page: that this is a demo, that the node cannot be reached or only reads. */
export function Bands() {
  const { t } = useTranslation('common')
  const { session, degraded } = useSession()
  return (
    <>
      {session.demo && (
        <aside className="band band-demo" aria-label={t('demo.label')}>
          <strong>{t('demo.label')}</strong> {t('demo.text')}
        </aside>
      )}
      <Notices />
      <div role="status">
        {degraded && (
          <p className="band band-degraded">
            <strong>{t(`degraded.${degraded}.title`)}</strong> {t(`degraded.${degraded}.text`)}
          </p>
        )}
      </div>
      <DeviceBand />
    </>
  )
}
