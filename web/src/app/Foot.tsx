import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { FaultDialog } from './FaultDialog'

/** The foot of every page: where to tell that something does not work. */
export function Foot({ audience }: { audience: 'staff' | 'client' }) {
  const { t } = useTranslation('common')
  const [asked, setAsked] = useState(false)
  return (
    <footer className="foot">
      <Button look="plain" onClick={() => setAsked(true)}>
        {t('fault.report')}
      </Button>
      {asked && <FaultDialog audience={audience} onClose={() => setAsked(false)} />}
    </footer>
  )
}
