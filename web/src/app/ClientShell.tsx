import { Navigate, Outlet } from 'react-router'
import { homeOf } from './home'
import { useSession } from './session'

export function ClientShell() {
  const { session } = useSession()
  if (session.audience !== 'client') return <Navigate to={homeOf(session)} replace />
  return <Outlet />
}
