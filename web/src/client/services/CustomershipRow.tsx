import { useTranslation } from 'react-i18next'
import type { Customership } from '../../api/types'
import { Button } from '../../ui/Button'
import { useWhen } from '../when'

export function CustomershipRow({ customership, onChange, onClose }: { customership: Customership; onChange?: () => void; onClose?: () => void }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  const { permitted_actions: may } = customership
  return (
    <li>
      <div>
        <b>{t(`codes:service_task.${customership.service_task}`)}</b>
        <p>
          {t('customership.responsible')} <b>{customership.responsible_worker.name}</b>
          {customership.contact_person && (
            <>
              {' · '}
              {t('customership.contact')} {customership.contact_person.name}
            </>
          )}
          {' · '}
          {customership.team.name}
        </p>
        <p className="quiet num">
          {customership.closed_on
            ? `${when.day(customership.opened_on)}–${when.day(customership.closed_on)}`
            : t('customership.since', { date: when.day(customership.opened_on) })}
        </p>
      </div>
      <span className="row-end">
        {onChange && may.includes('change') && (
          <Button size="small" onClick={onChange}>
            {t('customership.change')}
          </Button>
        )}
        {onClose && may.includes('close') && (
          <Button size="small" onClick={onClose}>
            {t('customership.close')}
          </Button>
        )}
      </span>
    </li>
  )
}
