import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentityCard } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { Button } from '../ui/Button'
import { AppointmentDialog } from './AppointmentDialog'
import { AppointmentRow } from './AppointmentRow'
import './appointment.css'
import { useAppointments, type On } from './queries'

interface Props {
  on: On
  clients: readonly IdentityCard[]
  mayMake: boolean
}

/** The appointments of a matter or a client: those to come first, the next on top. */
export function Appointments({ on, clients, mayMake }: Props) {
  const { t } = useTranslation('appointment')
  const query = useAppointments(on)
  const [making, setMaking] = useState(false)
  const now = Date.now()
  const all = query.data ?? []
  const coming = all.filter((a) => Date.parse(a.ends_at) >= now).reverse()
  const past = all.filter((a) => Date.parse(a.ends_at) < now)
  return (
    <>
      <section className="card mt-card" aria-labelledby="ap-coming">
        <div className="head-row">
          <h2 id="ap-coming">{t('coming')}</h2>
          {mayMake && <Button onClick={() => setMaking(true)}>{t('new')}</Button>}
        </div>
        {query.isPending && <Skeleton lines={4} />}
        {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
        {query.data && coming.length === 0 && <p className="quiet">{t(mayMake ? 'none_coming' : 'none')}</p>}
        <ul className="row-list">
          {coming.map((appointment) => (
            <AppointmentRow key={appointment.id} appointment={appointment} />
          ))}
        </ul>
      </section>
      {past.length > 0 && (
        <section className="card mt-card" aria-labelledby="ap-past">
          <h2 id="ap-past">{t('past')}</h2>
          <ul className="row-list">
            {past.map((appointment) => (
              <AppointmentRow key={appointment.id} appointment={appointment} />
            ))}
          </ul>
        </section>
      )}
      {making && <AppointmentDialog on={on} clients={clients} onDone={() => setMaking(false)} />}
    </>
  )
}
