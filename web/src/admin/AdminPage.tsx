import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, NavLink, Route, Routes } from 'react-router'
import { NotFound } from '../app/NotFound'
import { useProfessional } from '../app/session'
import { Loading } from '../ui/Loading'
import './admin.css'

const StaffListPage = lazy(() => import('./StaffListPage'))
const StaffPage = lazy(() => import('./StaffPage'))
const PlacesPage = lazy(() => import('./PlacesPage'))
const TokensPage = lazy(() => import('./TokensPage'))
const JobsPage = lazy(() => import('./JobsPage'))
const RegistersPage = lazy(() => import('./RegistersPage'))
const FaultsPage = lazy(() => import('./FaultsPage'))
const FeedbackPage = lazy(() => import('./FeedbackPage'))
const NoticesPage = lazy(() => import('./NoticesPage'))
const CodeSetsPage = lazy(() => import('./CodeSetsPage'))
const LogPage = lazy(() => import('./LogPage'))
const NewsMarksPage = lazy(() => import('../watch/NewsMarksPage'))
const CodeSetPage = lazy(() => import('./CodeSetPage'))

const rooms = ['staff', 'places', 'tokens', 'registers', 'jobs', 'faults', 'feedback', 'notices', 'log', 'news', 'code-sets'] as const

/** The administrator's room: who works here and where, and what keeps the node running. */
export function Component() {
  const { t } = useTranslation('admin')
  const me = useProfessional()
  if (me.role !== 'administrator') return <NotFound />
  return (
    <main id="main" tabIndex={-1} className="page stack admin">
      <nav className="admin-nav" aria-label={t('nav.label')}>
        {rooms.map((room) => (
          <NavLink key={room} to={`/administration/${room}`}>
            {t(`nav.${room.replace('-', '_') as 'code_sets' | Exclude<typeof room, 'code-sets'>}`)}
          </NavLink>
        ))}
        <NavLink to="/quality">{t('nav.quality')}</NavLink>
      </nav>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route index element={<Navigate to="/administration/staff" replace />} />
          <Route path="staff" element={<StaffListPage />} />
          <Route path="staff/:id" element={<StaffPage />} />
          <Route path="places" element={<PlacesPage />} />
          <Route path="tokens" element={<TokensPage />} />
          <Route path="jobs" element={<JobsPage />} />
          <Route path="registers" element={<RegistersPage />} />
          <Route path="faults" element={<FaultsPage />} />
          <Route path="feedback" element={<FeedbackPage />} />
          <Route path="notices" element={<NoticesPage />} />
          <Route path="log" element={<LogPage />} />
          <Route path="news" element={<NewsMarksPage />} />
          <Route path="code-sets" element={<CodeSetsPage />} />
          <Route path="code-sets/:id" element={<CodeSetPage />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </main>
  )
}
