import { Link } from 'react-router'
import { Logo } from '../ui/Logo'

export function Brand({ to }: { to: string }) {
  return (
    <Link className="brand" to={to}>
      <Logo />
      Punos
    </Link>
  )
}
