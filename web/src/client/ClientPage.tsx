import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Route, Routes, useParams } from 'react-router'
import { NotFound } from '../app/NotFound'
import type { RegisterOpening } from '../api/types'
import { AlertBand } from '../alerts/AlertBand'
import { usePageTitle } from '../app/page'
import { useAnnounce } from '../ui/Announce'
import { ClientHead } from './ClientHead'
import './client.css'
import { OpeningBand, rememberOpening } from './OpeningBand'
import { RestrictionBand } from '../rights/RestrictionBand'
import { WishBand } from '../self-direction/WishBand'
import { Skeleton } from './parts/Skeleton'
import { PicturePage } from './picture/PicturePage'
import { RefusedClient } from './RefusedClient'
import { clientKeys, useHeader } from './queries'
import { useWhen } from './when'

const StoryPage = lazy(() => import('./story/StoryPage'))
const GraphPage = lazy(() => import('./graph/GraphPage'))
const PlansPage = lazy(() => import('./plans/PlansPage'))
const WholePlanPage = lazy(() => import('./planning/WholePlanPage'))
const ServicesPage = lazy(() => import('./services/ServicesPage'))
const FunctioningPage = lazy(() => import('./functioning/FunctioningPage'))
const HomeSafetyPage = lazy(() => import('./homesafety/HomeSafetyPage'))
const RequestsTab = lazy(() => import('./requests/RequestsTab'))
const ConsultationsTab = lazy(() => import('./ConsultationsTab'))
const ConsultationPage = lazy(() => import('./ConsultationPage'))
const RequestPage = lazy(() => import('./requests/RequestPage'))
const AppointmentsPage = lazy(() => import('./appointments/AppointmentsPage'))
const FamilyPage = lazy(() => import('./family/FamilyPage'))
const PeoplePage = lazy(() => import('./people/PeoplePage'))
const WillPage = lazy(() => import('./will/WillPage'))
const RightsPage = lazy(() => import('./rights/RightsPage'))

const TABS = ['', 'story', 'graph', 'plans', 'whole-plan', 'services', 'requests', 'consultations', 'functioning', 'home-safety', 'appointments', 'family', 'people', 'will', 'rights'] as const

/** One client's rooms under one header. */
export function Component() {
  const { t } = useTranslation('client')
  const { clientId = '' } = useParams()
  const queries = useQueryClient()
  const announce = useAnnounce()
  const when = useWhen()
  const query = useHeader(clientId)
  usePageTitle(t('page_title'))
  const opened = (result: RegisterOpening[]) => {
    rememberOpening(queries, clientId, result)
    for (const { register, until } of result) announce(t('band.announce', { register: t(`withheld.register_name.${register}`), time: when.clock(until) }))
    void queries.invalidateQueries({ queryKey: clientKeys.all(clientId) })
  }
  if (query.isError) {
    return (
      <main className="page narrow" id="main" tabIndex={-1}>
        <h1>{t('no_client')}</h1>
        <RefusedClient clientId={clientId} error={query.error} again={() => void query.refetch()} onOpened={opened} />
      </main>
    )
  }
  return (
    <main className="cl" id="main" tabIndex={-1}>
      <header className="cl-head">
        {query.data ? <ClientHead header={query.data} /> : <Skeleton lines={2} />}
        <nav className="cl-tabs" aria-label={t('tabs.label')}>
          {TABS.map((tab) => (
            <NavLink key={tab} to={`/clients/${clientId}${tab && `/${tab}`}`} end={tab === ''}>
              {t(`tabs.${tab || 'picture'}`)}
            </NavLink>
          ))}
        </nav>
      </header>
      {query.data && <OpeningBand clientId={clientId} />}
      {query.data && <RestrictionBand clientId={clientId} />}
      {query.data && <WishBand clientId={clientId} />}
      {query.data && <AlertBand clientId={clientId} />}
      <div className="cl-body">
        <Suspense fallback={<Skeleton lines={5} />}>
          <Routes>
            <Route
              index
              element={
                <PicturePage key={clientId} clientId={clientId} onOpened={opened} />
              }
            />
            <Route path="story" element={<StoryPage clientId={clientId} />} />
            <Route path="graph" element={<GraphPage clientId={clientId} />} />
            <Route path="plans" element={<PlansPage clientId={clientId} />} />
            <Route path="whole-plan" element={<WholePlanPage clientId={clientId} />} />
            <Route path="services" element={<ServicesPage clientId={clientId} />} />
            <Route path="functioning" element={<FunctioningPage clientId={clientId} />} />
            <Route path="home-safety" element={<HomeSafetyPage clientId={clientId} />} />
            <Route path="requests" element={<RequestsTab clientId={clientId} />} />
            <Route path="requests/:requestId" element={<RequestPage clientId={clientId} />} />
            <Route path="consultations" element={<ConsultationsTab clientId={clientId} />} />
            <Route path="consultations/:consultationId" element={<ConsultationPage clientId={clientId} />} />
            <Route path="appointments" element={<AppointmentsPage clientId={clientId} />} />
            <Route path="family" element={<FamilyPage clientId={clientId} />} />
            <Route path="people" element={<PeoplePage clientId={clientId} />} />
            <Route path="will" element={<WillPage clientId={clientId} />} />
            <Route path="rights" element={<RightsPage clientId={clientId} />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </div>
    </main>
  )
}
