import { useTranslation } from 'react-i18next'

/** The shape of what is coming, so that the page does not jump; read aloud as one word. */
export function Skeleton({ lines = 3, tall = false }: { lines?: number; tall?: boolean }) {
  const { t } = useTranslation('client')
  return (
    <div className={tall ? 'skel skel-tall' : 'skel'} role="status">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} className="skel-line" aria-hidden="true" />
      ))}
    </div>
  )
}
