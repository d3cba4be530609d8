import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Appointment } from '../api/types'
import { useWhen } from '../client/when'
import { Button } from '../ui/Button'
import { Pill } from '../ui/Pill'
import { AppointmentDialog } from './AppointmentDialog'
import { CancelDialog } from './CancelDialog'
import { Told } from './Told'
import { dayOf, span } from './times'

const TONE = { booked: 'neutral', confirmed: 'success', other_asked: 'warning', cancelled: 'neutral' } as const

interface Props {
  appointment: Appointment
  /** In a list of many clients the name comes first. */
  named?: boolean
  /** In a list of one day the day is in the heading. */
  dayless?: boolean
}

/** One appointment with what can be done to it. */
export function AppointmentRow({ appointment: a, named = false, dayless = false }: Props) {
  const { t } = useTranslation('appointment')
  const when = useWhen()
  const [open, setOpen] = useState<'change' | 'cancel'>()
  const gone = a.state === 'cancelled'
  const close = () => setOpen(undefined)
  return (
    <li className={gone ? 'ap-row ap-gone' : 'ap-row'}>
      <p className="ap-when num">
        {!dayless && <>{when.shortDay(dayOf(a.starts_at))} </>}
        {span(a.starts_at, a.ends_at)}
      </p>
      <div className="mt-grow">
        {named && (
          <p>
            <b>
              <Link to={a.matter_id ? `/matters/${a.matter_id}/appointments` : `/clients/${a.client.id}/appointments`}>{a.client.name}</Link>
            </b>
          </p>
        )}
        <p className="mt-text">{a.why}</p>
        <p className="quiet">
          {t(`place.${a.place}`)}
          {a.unit && <>, {a.unit.name}</>}
          {a.address && <>, {a.address}</>}
          {a.address_hidden && (
            <>
              {', '}
              <Link className="ap-noprint" to={`/clients/${a.client.id}/people`}>
                {t('address_hidden')}
              </Link>
            </>
          )}
          {a.link && (
            <>
              {', '}
              <a href={a.link} rel="noreferrer noopener" target="_blank">
                {t('join')}
              </a>
            </>
          )}
        </p>
        <p className="quiet">{a.people.map(({ name }) => name).join(', ')}</p>
        {a.client_words && <p className="mt-quote">{a.client_words}</p>}
        {a.cancelled && (
          <p>
            {t(a.cancelled.by === 'client' ? 'by_client' : `reason.${a.cancelled.reason}`)}
            {a.cancelled.text && <span className="quiet"> ”{a.cancelled.text}”</span>}
          </p>
        )}
        <Told notices={a.notices ?? []} />
      </div>
      <Pill tone={TONE[a.state]}>{t(`state.${a.state}`)}</Pill>
      <span className="row-end ap-noprint">
        {a.permitted_actions.includes('change') && (
          <Button size="small" onClick={() => setOpen('change')}>
            {t('change_short')}
          </Button>
        )}
        {a.permitted_actions.includes('cancel') && (
          <Button size="small" look="plain" onClick={() => setOpen('cancel')}>
            {t('cancel_short')}
          </Button>
        )}
      </span>
      {open === 'change' && <AppointmentDialog on={a.matter_id ? { matter: a.matter_id } : { client: a.client.id }} clients={[a.client]} appointment={a} onDone={close} />}
      {open === 'cancel' && <CancelDialog appointment={a} onDone={close} />}
    </li>
  )
}
