import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, newKey } from '../api/client'
import type { Appointment, DayList, MatterNotices } from '../api/types'

/** What an appointment is made on. */
export type On = { matter: string } | { client: string }

const path = (on: On) => ('matter' in on ? `/staff/matters/${encodeURIComponent(on.matter)}/appointments` : `/staff/clients/${encodeURIComponent(on.client)}/appointments`)

export const appointmentKeys = {
  on: (on: On) => ('matter' in on ? (['matter', on.matter, 'appointments'] as const) : (['client', on.client, 'appointments'] as const)),
  day: (query: DayQuery) => ['day', query] as const,
  notices: (matter: string) => ['matter', matter, 'notices'] as const,
}

export interface DayQuery {
  from: string
  days: number
  whose?: 'mine' | 'teams'
  team?: string
  person?: string
}

const look = { refetchOnWindowFocus: false, staleTime: 30_000 } as const

export function useAppointments(on: On) {
  return useQuery({ queryKey: appointmentKeys.on(on), queryFn: ({ signal }) => api.get<Appointment[]>(path(on), { signal }), ...look })
}

export function useDay(query: DayQuery) {
  return useQuery({ queryKey: appointmentKeys.day(query), queryFn: ({ signal }) => api.get<DayList>('/staff/day', { query: { ...query }, signal }), ...look })
}

export function useNotices(matter: string) {
  return useQuery({ queryKey: appointmentKeys.notices(matter), queryFn: ({ signal }) => api.get<MatterNotices>(`/staff/matters/${encodeURIComponent(matter)}/notices`, { signal }), ...look })
}

/** What is sent for a new appointment and a changed one. */
export interface Draft {
  client_id?: string
  day: string
  time: string
  minutes: number
  place: Appointment['place']
  address?: string
  unit_id?: string
  link?: string
  why: string
  professional_ids: string[]
  despite_overlap?: boolean
}

/** After any change of an appointment: its matter, its client and every day list ask again. */
export function useRefresh() {
  const queries = useQueryClient()
  return (appointment: Appointment) => {
    void queries.invalidateQueries({ queryKey: ['day'] })
    void queries.invalidateQueries({ queryKey: ['client', appointment.client.id] })
    if (appointment.matter_id) void queries.invalidateQueries({ queryKey: ['matter', appointment.matter_id] })
  }
}

export function useSave(on: On, appointment: Appointment | undefined, onDone: (saved: Appointment) => void) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (draft: Draft) =>
      appointment
        ? api.put<Appointment>(`/staff/appointments/${appointment.id}`, draft, { ifMatch: appointment.version })
        : api.post<Appointment>(path(on), draft, { idempotencyKey: newKey() }),
    onSuccess: (saved) => {
      refresh(saved)
      onDone(saved)
    },
    onError: () => appointment && refresh(appointment),
  })
}

export function useCancel(appointment: Appointment, onDone: () => void) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (body: { reason: string; text?: string }) => api.post<Appointment>(`/staff/appointments/${appointment.id}/cancel`, body, { ifMatch: appointment.version }),
    onSuccess: (saved) => {
      refresh(saved)
      onDone()
    },
    onError: () => refresh(appointment),
  })
}
