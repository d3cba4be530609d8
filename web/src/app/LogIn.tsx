import { Navigate } from 'react-router'
import { homeOf } from './home'
import { useSession } from './session'

export function LogIn() {
  const { session } = useSession()
  if (session.audience !== 'none') return <Navigate to={homeOf(session)} replace />
  return <main id="main" tabIndex={-1} />
}
