import { Appointments } from '../../appointment/Appointments'
import '../../matter/matter.css'
import { Skeleton } from '../parts/Skeleton'
import { useHeader } from '../queries'

/** The client's appointments in every matter the viewer sees, and those outside any. */
export default function AppointmentsPage({ clientId }: { clientId: string }) {
  const header = useHeader(clientId)
  if (!header.data) return <Skeleton lines={5} />
  return (
    <div className="cl-page">
      <Appointments on={{ client: clientId }} clients={[header.data.card]} mayMake={header.data.permitted_actions.includes('contact_add')} />
    </div>
  )
}
