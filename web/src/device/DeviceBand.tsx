import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { Button } from '../ui/Button'
import './device.css'
import { startDevice, useDevice } from './device'
import { onNewVersion, takeUp } from './shell'

/** On every page: that something is on this device, how much of it waits, and that a new version is ready. */
export function DeviceBand() {
  const { t } = useTranslation('device')
  const { pathname } = useLocation()
  const { head, ended } = useDevice()
  const [ready, setReady] = useState(false)
  const along = head !== undefined
  useEffect(() => void startDevice(), [])
  useEffect(() => void onNewVersion(() => setReady(true)).catch(() => undefined), [along])
  const there = pathname === '/on-this-device'
  return (
    <div role="status">
      {head && !there && (
        <p className="band band-device">
          {head.waiting > 0 ? t('waiting', { count: head.waiting }) : t('along_none')} <Link to="/on-this-device">{t('open')}</Link>
        </p>
      )}
      {ended && !there && (
        <p className="band band-device">
          {t('ended_band')} <Link to="/on-this-device">{t('open')}</Link>
        </p>
      )}
      {ready && (
        <p className="band band-info">
          {t('version')}{' '}
          <Button look="plain" size="small" onClick={() => void takeUp()}>
            {t('version_take')}
          </Button>
        </p>
      )}
    </div>
  )
}
