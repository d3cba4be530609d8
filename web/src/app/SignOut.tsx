import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { useProblemText } from './problem'
import { useSession } from './session'

export function SignOut() {
  const { t } = useTranslation('common')
  const { signOut } = useSession()
  const navigate = useNavigate()
  const announce = useAnnounce()
  const problem = useProblemText()
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => navigate('/', { replace: true }),
    onError: (error) => announce(problem(error).title),
  })
  return (
    <Button look="plain" size="small" busy={leave.isPending} onClick={() => leave.mutate()}>
      {t('sign_out')}
    </Button>
  )
}
