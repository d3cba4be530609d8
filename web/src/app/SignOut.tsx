import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useDevice } from '../device/device'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { useProblemText } from './problem'
import { useSession } from './session'

/** Logging out forgets what is on the device; what is not in Punos yet is told first. */
export function SignOut() {
  const { t } = useTranslation(['common', 'device'])
  const { signOut } = useSession()
  const { head } = useDevice()
  const [asked, setAsked] = useState(false)
  const navigate = useNavigate()
  const announce = useAnnounce()
  const problem = useProblemText()
  const waiting = head?.waiting ?? 0
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => navigate('/', { replace: true }),
    onError: (error) => announce(problem(error).title),
  })
  return (
    <>
      <Button look="plain" size="small" busy={leave.isPending} onClick={() => (waiting > 0 ? setAsked(true) : leave.mutate())}>
        {t('sign_out')}
      </Button>
      {asked && (
        <Dialog
          title={t('device:out_title')}
          cancel={t('device:out_stay')}
          onClose={() => setAsked(false)}
          actions={
            <>
              <Button
                look="primary"
                onClick={() => {
                  setAsked(false)
                  void navigate('/on-this-device')
                }}
              >
                {t('device:out_look')}
              </Button>
              <Button look="danger" busy={leave.isPending} onClick={() => leave.mutate()}>
                {t('device:out_discard')}
              </Button>
            </>
          }
        >
          <p>{t('device:waiting', { count: waiting })}</p>
          <p>{t('device:out_about')}</p>
          {leave.isError && <p role="alert">{problem(leave.error).title}</p>}
        </Dialog>
      )}
    </>
  )
}
