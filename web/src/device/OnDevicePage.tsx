import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../app/page'
import { OnDevice } from './OnDevice'

/** What is on this device, reached by its own address whether or not anybody is logged in. */
export function Component() {
  const { t } = useTranslation('device')
  usePageTitle(t('title'))
  return (
    <main id="main" tabIndex={-1} className="page narrow stack">
      <OnDevice />
    </main>
  )
}
