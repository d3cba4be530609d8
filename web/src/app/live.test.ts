import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { refreshFor } from './live'

function stale(event: Parameters<typeof refreshFor>[1]): string[] {
  const client = new QueryClient()
  const keys = [['desk', { view: 'team' }], ['lobby', 'sent'], ['matter', 'm1'], ['matter', 'm2'], ['client', 'c1', 'summary'], ['team', 'workload'], ['protection', 'passed'], ['session']]
  for (const key of keys) client.setQueryData(key, 1)
  refreshFor(client, event)
  return keys.filter((key) => client.getQueryState(key)?.isInvalidated).map((key) => key.slice(0, 2).map((part) => (typeof part === 'string' ? part : '')).join(' ').trim())
}

test('a change of a matter refreshes the lists and that matter, not others', () => {
  expect(stale({ seq: '1', kind: 'care.matter.taken', matter_id: 'm1', client_id: 'c1', team_id: 't' })).toEqual(['desk', 'lobby sent', 'matter m1', 'client c1'])
})
test('a change of a team refreshes its lists', () => {
  expect(stale({ seq: '2', kind: 'people.absence.added', team_id: 't' })).toEqual(['desk', 'team workload'])
})
test('what is passed on refreshes the lists of the supervisor and the data protection officer', () => {
  expect(stale({ seq: '4', kind: 'watch.review.decided', client_id: 'c1' })).toEqual(['client c1', 'team workload', 'protection passed'])
})
test('a change of a client refreshes that client only', () => {
  expect(stale({ seq: '3', kind: 'records.item.changed', client_id: 'c1' })).toEqual(['client c1'])
})
