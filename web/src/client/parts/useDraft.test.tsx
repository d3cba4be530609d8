import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { useDraft } from './useDraft'

it('keeps a text over a change of page, forgets it when it is emptied or the session ends', () => {
  const queries = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  const open = () => renderHook(() => useDraft('note:1', 'alku'), { wrapper })
  const first = open()
  expect(first.result.current[0]).toBe('alku')
  act(() => first.result.current[1]('soitettu'))
  first.unmount()
  const second = open()
  expect(second.result.current[0]).toBe('soitettu')
  act(() => second.result.current[1](''))
  second.unmount()
  expect(open().result.current[0]).toBe('alku')
  const third = open()
  act(() => third.result.current[1]('salainen'))
  third.unmount()
  // What the session does when somebody signs in or out.
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  expect(open().result.current[0]).toBe('alku')
})
