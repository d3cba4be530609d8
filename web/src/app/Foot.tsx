import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { Button } from '../ui/Button'
import { FaultDialog } from './FaultDialog'

/** The foot of every page: for staff the data catalogue; the accessibility statement, feedback on it and where to tell that something does not work. */
export function Foot({ audience }: { audience: 'staff' | 'client' | 'none' }) {
  const { t } = useTranslation('common')
  const { pathname } = useLocation()
  const [asked, setAsked] = useState(false)
  return (
    <footer className="foot">
      {audience === 'staff' && <Link to="/catalogue">{t('foot.catalogue')}</Link>}
      <Link to="/accessibility">{t('foot.statement')}</Link>
      <Link to="/accessibility/feedback" state={{ page: pathname }}>
        {t('foot.feedback')}
      </Link>
      {audience !== 'none' && (
        <Button look="plain" onClick={() => setAsked(true)}>
          {t('fault.report')}
        </Button>
      )}
      {asked && audience !== 'none' && <FaultDialog audience={audience} onClose={() => setAsked(false)} />}
    </footer>
  )
}
