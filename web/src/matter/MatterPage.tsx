import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Route, Routes, useParams } from 'react-router'
import { NotFound } from '../app/NotFound'
import { usePageTitle } from '../app/page'
import '../client/client.css'
import '../client/picture/picture.css'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { Appointments } from '../appointment/Appointments'
import { Deadlines } from './Deadlines'
import { Feed } from './Feed'
import { MatterHead } from './MatterHead'
import { MinorRights } from './MinorRights'
import './matter.css'
import { may, useMatter } from './queries'
import { Attachments } from './tabs/Attachments'
import { MatterLetters } from '../letters/MatterLetters'
import { Messages } from './tabs/Messages'
import { Notes } from './tabs/Notes'
import { Notices } from './tabs/Notices'
import { Work } from './tabs/Work'

// The form library is heavy; only the screens with a form load it.
const DocumentPage = lazy(() => import('./document/DocumentPage'))
const DecisionPage = lazy(() => import('./decision/DecisionPage'))

const TABS = ['', 'notes', 'appointments', 'messages', 'attachments'] as const

/** One matter's workspace. */
export function Component() {
  const { t } = useTranslation('matter')
  const { matterId = '' } = useParams()
  const query = useMatter(matterId)
  usePageTitle(query.data ? t('page_title', { number: query.data.number }) : t('page_title_bare'))
  if (query.isPending) {
    return (
      <main className="page" id="main" tabIndex={-1}>
        <Skeleton lines={8} />
      </main>
    )
  }
  if (query.isError) {
    return (
      <main className="page narrow" id="main" tabIndex={-1}>
        <h1>{t('no_matter')}</h1>
        <Retry error={query.error} again={() => void query.refetch()} />
      </main>
    )
  }
  const matter = query.data
  const workspace = (content: React.ReactNode) => (
    <>
      <nav className="cl-tabs mt-tabs" aria-label={t('tabs.label')}>
        {TABS.map((tab) => (
          <NavLink key={tab} to={`/matters/${matter.id}${tab && `/${tab}`}`} end>
            {t(`tabs.${tab || 'work'}`)}
          </NavLink>
        ))}
      </nav>
      <div className="mt-columns">
        <div className="mt-main">{content}</div>
        <div className="mt-aside">
          <Deadlines matter={matter} />
          <MinorRights matter={matter} />
          <Feed matter={matter} />
        </div>
      </div>
    </>
  )
  return (
    <main className="mt" id="main" tabIndex={-1}>
      <MatterHead matter={matter} />
      <Suspense
        fallback={
          <div className="mt-columns">
            <Skeleton lines={6} />
          </div>
        }
      >
        <Routes>
          <Route index element={workspace(<Work matter={matter} />)} />
          <Route path="notes" element={workspace(<Notes matter={matter} />)} />
          <Route path="appointments" element={workspace(<Appointments on={{ matter: matter.id }} clients={matter.clients} mayMake={may(matter, 'note')} />)} />
          <Route
            path="messages"
            element={workspace(
              <>
                <Messages matter={matter} />
                <MatterLetters matter={matter} />
                <Notices matter={matter} />
              </>,
            )}
          />
          <Route path="attachments" element={workspace(<Attachments matter={matter} />)} />
          <Route path="documents/:documentId" element={<DocumentPage matter={matter} />} />
          <Route path="decision/:decisionId" element={<DecisionPage matter={matter} />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </main>
  )
}
