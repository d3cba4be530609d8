import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { Place } from './Place'

const page = (shown: boolean) => (
  <Place shown={shown}>
    <p>Aino Virtanen</p>
    <input aria-label="muistiinpano" />
  </Place>
)

test('a page that is taken away is not in the document, and comes back with what was written', async () => {
  const { rerender, unmount } = render(page(true))
  const field = screen.getByLabelText('muistiinpano')
  await userEvent.setup().type(field, 'kesken')
  rerender(page(false))
  expect(document.body.innerHTML).not.toContain('Aino')
  expect(document.querySelector('input')).toBeNull()
  rerender(page(true))
  expect(screen.getByLabelText('muistiinpano')).toBe(field)
  expect(field).toHaveValue('kesken')
  expect(screen.getByText('Aino Virtanen')).toBeInTheDocument()
  unmount()
  expect(document.body.innerHTML).not.toContain('Aino')
})
