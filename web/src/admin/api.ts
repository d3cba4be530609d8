import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { fieldErrors } from '../app/problem'
import type { Places } from './types'

export const root = '/staff/administration'

export function usePlaces() {
  return useQuery({ queryKey: ['admin', 'places'], queryFn: () => api.get<Places>(`${root}/places`) })
}

/** What is wrong with each field of the last answer, in words. */
export function useWrong(error: unknown): Record<string, string> {
  const { t } = useTranslation('problems')
  return fieldErrors(error, t)
}

/** Letters alike: case and dots do not matter in a search, as on the node. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('fi')
}
