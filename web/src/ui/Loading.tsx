import { useTranslation } from 'react-i18next'

/** Something is on its way: said in words, and marked busy for who listens to the page and for who waits until it stands still. */
export function Loading() {
  const { t } = useTranslation('common')
  return (
    <p className="quiet" aria-busy="true">
      {t('loading')}
    </p>
  )
}
