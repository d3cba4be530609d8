import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { url } from '../api/client'
import { useDevice } from '../device/device'
import type { SessionInfo } from '../api/types'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { ProblemNote } from '../ui/ProblemNote'

interface HeldSessionProps {
  /** Whose session ended. */
  whose: SessionInfo
  /** What the node says now: nobody is logged in. */
  now: SessionInfo
  onPersona: (key: string) => Promise<unknown>
  /** Asks the node whether somebody has logged in elsewhere in this browser. */
  onLook: () => Promise<unknown>
  onLeave: () => void
}

/**
 * The session ended by itself while something was on the screen. The page waits out of sight, in this tab's memory only: who
 * logs in again goes on where they were; who leaves, or is somebody else, leaves nothing behind.
 */
export function HeldSession({ whose, now, onPersona, onLook, onLeave }: HeldSessionProps) {
  const { t } = useTranslation(['common', 'device'])
  const { head } = useDevice()
  const name = whose.professional?.name ?? whose.client?.name ?? ''
  const persona = now.personas?.find((one) => one.audience === whose.audience && one.name === name)
  const enter = useMutation({ mutationFn: (key: string) => onPersona(key) })
  const look = useMutation({ mutationFn: onLook })
  // Logged in in another tab: seen when one comes back to this one.
  const ask = useRef(onLook)
  ask.current = onLook
  useEffect(() => {
    const back = () => {
      if (document.visibilityState === 'visible') void ask.current()
    }
    document.addEventListener('visibilitychange', back)
    return () => document.removeEventListener('visibilitychange', back)
  }, [])
  const client = whose.audience === 'client'
  const provider = client ? now.identification : now.oidc
  const door = client ? '/session/identification/start' : '/session/oidc/start'
  const error = enter.error ?? look.error
  return (
    <Dialog
      title={t('held.title')}
      cancel={t('held.leave')}
      onClose={onLeave}
      actions={
        <>
          {provider && (
            <a className="btn btn-primary" href={url(door, { next: client ? '/my' : '/' })} target="_blank" rel="noreferrer">
              {t('held.oidc')}
            </a>
          )}
          {provider && (
            <Button busy={look.isPending} onClick={() => look.mutate()}>
              {t('held.look')}
            </Button>
          )}
          {persona && (
            <Button look="primary" busy={enter.isPending} onClick={() => enter.mutate(persona.key)}>
              {t('held.again', { name })}
            </Button>
          )}
        </>
      }
    >
      {error && <ProblemNote error={error} />}
      <p>{t('held.text')}</p>
      {provider && <p>{t('held.oidc_text')}</p>}
      <p className="quiet">{t('held.leave_text')}</p>
      {head && <p>{t('device:held')}</p>}
    </Dialog>
  )
}
