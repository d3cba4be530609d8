import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from 'react-router'
import { ProblemError } from '../api/client'
import { AnnounceProvider } from '../ui/Announce'
import { router } from './router'
import { SessionGate } from './SessionGate'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only a lost connection is worth trying again.
      retry: (count, error) => count < 2 && error instanceof ProblemError && error.problem.code === 'network',
    },
    mutations: { retry: false },
  },
})

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <AnnounceProvider>
        <SessionGate>
          <RouterProvider router={router} />
        </SessionGate>
      </AnnounceProvider>
    </QueryClientProvider>
  )
}
