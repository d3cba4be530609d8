import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWhen } from '../client/when'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import './device.css'
import { heard, lock, send, useDevice } from './device'
import { Unlock } from './Unlock'
import { useOnline } from './useOnline'
import { VisitCard } from './VisitCard'

/** What is on this device: the visits taken along, what was captured on them and where each of it stands. It works without a connection. */
export function OnDevice() {
  const { t } = useTranslation('device')
  const when = useWhen()
  const device = useDevice()
  const online = useOnline()
  const [at, setAt] = useState<string>()
  const { head, ended, open } = device
  const waiting = device.entries.filter(({ state }) => state === 'ready').length
  // When it is opened with a connection, what waited goes.
  useEffect(() => {
    if (open && online) void send()
  }, [open, online])
  return (
    <>
      <h1>{t('title')}</h1>
      <p className={online ? 'note note-info' : 'note note-warning'} role="status">
        {t(online ? 'online' : 'offline')}
      </p>
      {ended && (
        <div className="note note-warning" role="alert">
          <p className="note-title">{t(`ended.${ended.why}`, { at: when.instant(new Date(ended.at).toISOString()) })}</p>
          <p>{ended.waiting > 0 ? t('ended_waiting', { count: ended.waiting }) : t('ended_none')}</p>
          <p>
            <Button onClick={() => void heard()}>{t('ended_heard')}</Button>
          </p>
        </div>
      )}
      {!device.known && <Loading />}
      {device.known && !head && (
        <section className="card stack">
          <p>{t('nothing')}</p>
          <p className="quiet">{t('nothing_how')}</p>
        </section>
      )}
      {head && !open && <Unlock waiting={head.waiting} />}
      {head && open && (
        <>
          <p className="quiet">{t('until', { at: when.instant(new Date(head.until).toISOString()) })}</p>
          {device.unkept && (
            <p className="note note-danger" role="alert">
              {t('unkept')}
            </p>
          )}
          {device.stopped && (
            <div className="note note-warning" role="alert">
              <p>{t(`stopped.${device.stopped}`)}</p>
              {device.stopped === 'log_in' && (
                <p>
                  <a className="btn btn-secondary" href="/">
                    {t('log_in')}
                  </a>
                </p>
              )}
            </div>
          )}
          <div className="dv-actions">
            {waiting > 0 && (
              <Button look="primary" busy={device.sending !== undefined} onClick={() => void send()}>
                {t('send_now', { count: waiting })}
              </Button>
            )}
            <Button onClick={lock}>{t('lock')}</Button>
          </div>
          {device.visits.map((visit) => (
            <VisitCard key={visit.id} visit={visit} shown={at} onShow={setAt} />
          ))}
        </>
      )}
    </>
  )
}
