import { Navigate, Outlet } from 'react-router'
import { homeOf } from './home'
import { useSession } from './session'

export function StaffShell() {
  const { session } = useSession()
  if (session.audience !== 'staff') return <Navigate to={homeOf(session)} replace />
  return <Outlet />
}
