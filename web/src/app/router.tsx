import { createBrowserRouter } from 'react-router'
import { ClientShell } from './ClientShell'
import { LogIn } from './LogIn'
import { NotFound } from './NotFound'
import { PublicShell } from './PublicShell'
import { RouteError } from './RouteError'
import { StaffShell } from './StaffShell'

// Every room is a chunk of its own. A room's module exports `Component`.
export const router = createBrowserRouter([
  { path: '/', element: <LogIn />, errorElement: <RouteError /> },
  {
    element: <StaffShell />,
    errorElement: <RouteError />,
    children: [
      {
        errorElement: <RouteError inShell />,
        children: [
          { path: '/lobby', lazy: () => import('../lobby/SentPage') },
          { path: '/lobby/new', lazy: () => import('../lobby/NewMatterPage') },
          { path: '/day', lazy: () => import('../day/DayPage') },
          { path: '/desk', lazy: () => import('../desk/DeskPage') },
          { path: '/desk/gaps', lazy: () => import('../desk/GapsPage') },
          { path: '/desk/letters', lazy: () => import('../letters/LettersPage') },
          { path: '/desk/settling', lazy: () => import('../desk/SettlingPage') },
          { path: '/alerts', lazy: () => import('../alerts/AlertsPage') },
          { path: '/home-safety', lazy: () => import('../homesafety/RisksPage') },
          { path: '/catalogue', lazy: () => import('../catalogue/CataloguePage') },
          { path: '/catalogue/:row', lazy: () => import('../catalogue/ItemPage') },
          { path: '/clients', lazy: () => import('../people/SearchPage') },
          { path: '/clients/new', lazy: () => import('../people/NewClientPage') },
          { path: '/clients/:clientId/*', lazy: () => import('../client/ClientPage') },
          { path: '/matters/:matterId/*', lazy: () => import('../matter/MatterPage') },
          { path: '/organisation', lazy: () => import('../people/OrganisationPage') },
          { path: '/administration/*', lazy: () => import('../admin/AdminPage') },
          { path: '/protection', lazy: () => import('../protection/ProtectionPage') },
          { path: '/protection/log', lazy: () => import('../protection/SealPage') },
          { path: '/quality', lazy: () => import('../quality/QualityPage') },
          { path: '/dashboard', lazy: () => import('../steering/DashboardPage') },
          { path: '/processes', lazy: () => import('../flow/ProcessPage') },
          { path: '/queues', lazy: () => import('../flow/QueuesPage') },
          { path: '/changes', lazy: () => import('../steering/changes/ChangesPage') },
          { path: '/forecasts', lazy: () => import('../steering/ForecastsPage') },
          { path: '/consequences', lazy: () => import('../story/ConsequencesPage') },
          { path: '/summary-use', lazy: () => import('../story/SummaryUsePage') },
          { path: '/feedback-matters', lazy: () => import('../experience/FeedbackMattersPage') },
          { path: '/templates', lazy: () => import('../templates/TemplatesPage') },
          { path: '/templates/acts', lazy: () => import('../templates/ActsPage') },
          { path: '/supply', lazy: () => import('../supply/SupplyPage') },
          { path: '/predictions', lazy: () => import('../prediction/PredictionsPage') },
          { path: '/consultations', lazy: () => import('../consultation/ConsultationsPage') },
          { path: '/requests', lazy: () => import('../requests/RequestsPage') },
          { path: '/rules', lazy: () => import('../rules/RulesPage') },
          { path: '/rules/:kind', lazy: () => import('../rules/RulePage') },
          { path: '/sessions', lazy: () => import('./SessionsPage') },
          { path: '/team', lazy: () => import('../people/TeamPage') },
          { path: '/team/log-inquiries', lazy: () => import('../people/LogInquiriesPage') },
          { path: '/team/looks', lazy: () => import('../watch/ReviewsPage') },
          { path: '/explanations', lazy: () => import('../watch/MinePage') },
          { path: '/team/rights', lazy: () => import('../rights/RequestsPage') },
          { path: '/team/rights/:id', lazy: () => import('../rights/RequestPage') },
          { path: '/team/openings', lazy: () => import('../people/OpeningsPage') },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
  {
    element: <PublicShell />,
    errorElement: <RouteError />,
    children: [
      { path: '/on-this-device', lazy: () => import('../device/OnDevicePage'), errorElement: <RouteError inShell /> },
      { path: '/accessibility', lazy: () => import('../accessibility/StatementPage'), errorElement: <RouteError inShell /> },
      { path: '/accessibility/feedback', lazy: () => import('../accessibility/FeedbackPage'), errorElement: <RouteError inShell /> },
    ],
  },
  {
    element: <ClientShell />,
    errorElement: <RouteError />,
    children: [{ path: '/my/*', lazy: () => import('../my/MyPage'), errorElement: <RouteError inShell /> }],
  },
])
