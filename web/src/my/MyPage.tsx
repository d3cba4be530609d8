import { lazy, Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { NotFound } from '../app/NotFound'
import '../client/client.css'
import '../matter/matter.css'
import { Skeleton } from '../client/parts/Skeleton'
import './my.css'
import { MatterView } from './MatterView'
import { NewMatter } from './NewMatter'
import { LogView } from './log/LogView'
import { NoticeSettings } from './NoticeSettings'
import { Overview } from './Overview'
import { SessionsView } from './SessionsView'

// Reads structures of documents, which the rest does not need.
const DocumentView = lazy(() => import('./DocumentView'))
const WillPage = lazy(() => import('./WillPage'))
const RightsPage = lazy(() => import('./RightsPage'))
const SelfDirectionPage = lazy(() => import('./SelfDirectionPage'))
const FunctioningPage = lazy(() => import('./FunctioningPage'))
const HomeSafetyPage = lazy(() => import('./HomeSafetyPage'))
const WholePlanPage = lazy(() => import('./WholePlanPage'))
const StoryPage = lazy(() => import('./StoryPage'))
const FeedbackPage = lazy(() => import('./FeedbackPage'))
const ConsultationsPage = lazy(() => import('./ConsultationsPage'))
const PredictionsPage = lazy(() => import('./PredictionsPage'))
const RemindersPage = lazy(() => import('./RemindersPage'))
const ActingPage = lazy(() => import('./ActingPage'))
const InvitationsPage = lazy(() => import('./InvitationsPage'))

/** The client's own pages. */
export function Component() {
  return (
    <main className="my" id="main" tabIndex={-1}>
      <Suspense fallback={<Skeleton lines={6} />}>
        <Routes>
          <Route index element={<Overview />} />
          <Route path="new" element={<NewMatter />} />
          <Route path="notices" element={<NoticeSettings />} />
          <Route path="log" element={<LogView />} />
          <Route path="own-data" element={<RightsPage />} />
          <Route path="sessions" element={<SessionsView />} />
          <Route path="will" element={<WillPage />} />
          <Route path="self-direction" element={<SelfDirectionPage />} />
          <Route path="functioning" element={<FunctioningPage />} />
          <Route path="home-safety" element={<HomeSafetyPage />} />
          <Route path="whole-plan" element={<WholePlanPage />} />
          <Route path="story" element={<StoryPage />} />
          <Route path="feedback" element={<FeedbackPage />} />
          <Route path="consultations" element={<ConsultationsPage />} />
          <Route path="predictions" element={<PredictionsPage />} />
          <Route path="reminders" element={<RemindersPage />} />
          <Route path="acting" element={<ActingPage />} />
          <Route path="invitations" element={<InvitationsPage />} />
          <Route path="matters/:matterId" element={<MatterView />} />
          <Route path="documents/:documentId" element={<DocumentView />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </main>
  )
}
