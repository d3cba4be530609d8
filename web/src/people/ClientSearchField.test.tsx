import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startI18n } from '../i18n'
import type { IdentityCard } from '../api/types'
import { ClientSearchField } from './ClientSearchField'

const card = (id: string, name: string): IdentityCard => ({
  id, name, given_name: name, family_name: name, age: 80, protected: false, deceased: false, identity: 'hetu',
})
const requests: { url: string; body: string }[] = []

beforeAll(() => startI18n('fi'))
beforeEach(() => {
  requests.length = 0
  // The network is the outside; the component and its search are the real ones.
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    requests.push({ url, body: String(init.body) })
    return Promise.resolve(new Response(JSON.stringify({ cards: [card('a', 'Virtanen, Aino'), card('b', 'Virtanen, Eero')], more: false }), { headers: { 'content-type': 'application/json' } }))
  })
})

test('arrows move, Enter picks, and nothing typed goes in the address', async () => {
  const picked = vi.fn()
  render(<ClientSearchField label="Hae" onPick={picked} onNew={() => {}} />)
  const user = userEvent.setup()
  const field = screen.getByRole('combobox', { name: 'Hae' })
  await user.type(field, 'virt')
  const options = await screen.findAllByRole('option')
  expect(options).toHaveLength(3) // two clients and "add a new one"
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(options[1]).toHaveAttribute('aria-selected', 'true')
  expect(field).toHaveAttribute('aria-activedescendant', options[1]?.id)
  await user.keyboard('{Enter}')
  expect(picked).toHaveBeenCalledWith(expect.objectContaining({ id: 'b' }))
  expect(field).toHaveValue('')
  expect(requests).toHaveLength(1)
  expect(requests[0]?.url).toBe('/api/v1/staff/clients/search')
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ q: 'virt', limit: 8 })
})

test('half an identity code is not searched', async () => {
  render(<ClientSearchField label="Hae" onPick={() => {}} />)
  await userEvent.type(screen.getByRole('combobox'), '010190Y9')
  await new Promise((wait) => setTimeout(wait, 400))
  expect(requests).toHaveLength(0)
  expect(screen.getByText('Kirjoita henkilötunnus kokonaan.')).toBeInTheDocument()
})

test('Escape closes the list and keeps what was typed', async () => {
  render(<ClientSearchField label="Hae" onPick={() => {}} />)
  const user = userEvent.setup()
  await user.type(screen.getByRole('combobox'), 'virt')
  await screen.findAllByRole('option')
  await user.keyboard('{Escape}')
  expect(screen.queryAllByRole('option')).toHaveLength(0)
  expect(screen.getByRole('combobox')).toHaveValue('virt')
})
