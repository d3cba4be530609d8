import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Menu } from './Menu'

test('opens with the down arrow, moves with arrows, chooses with Enter and gives the focus back', async () => {
  const chosen = vi.fn()
  render(
    <Menu label="Toiminnot" items={[{ key: 'a', label: 'Avaa', onChoose: () => chosen('a') }, { key: 'b', label: 'Palauta', refused: true, hint: 'Ei nyt', onChoose: () => chosen('b') }]}>
      …
    </Menu>,
  )
  const user = userEvent.setup()
  const button = screen.getByRole('button', { name: 'Toiminnot' })
  button.focus()
  await user.keyboard('{ArrowDown}')
  expect(screen.getByRole('menuitem', { name: 'Avaa' })).toHaveFocus()
  await user.keyboard('{ArrowUp}') // from the first to the last
  const refused = screen.getByRole('menuitem', { name: /Palauta/ })
  expect(refused).toHaveFocus()
  expect(refused).toHaveAttribute('aria-disabled', 'true')
  await user.keyboard('{Enter}') // a refused one can be chosen: that is how one learns why
  expect(chosen).toHaveBeenCalledExactlyOnceWith('b')
  expect(screen.queryByRole('menu')).toBeNull()
  expect(button).toHaveFocus()
})

test('Escape closes without choosing', async () => {
  const chosen = vi.fn()
  render(
    <Menu label="Toiminnot" items={[{ key: 'a', label: 'Avaa', onChoose: chosen }]}>
      …
    </Menu>,
  )
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Toiminnot' }))
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('menu')).toBeNull()
  expect(chosen).not.toHaveBeenCalled()
  expect(screen.getByRole('button', { name: 'Toiminnot' })).toHaveFocus()
})
