import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { usePageTitle } from '../app/page'
import { StoryView } from '../story/StoryView'

/** My story: what I have said, and what has happened across services. */
export default function StoryPage() {
  const { t } = useTranslation(['story', 'my'])
  usePageTitle(t('own.title'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('own.title')}</h1>
        <p>{t('own.about')}</p>
      </header>
      <StoryView card="my-card" />
    </>
  )
}
