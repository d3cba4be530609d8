import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, expect, test, vi } from 'vitest'
import { startI18n } from '../i18n'
import { FileField } from './FileField'

beforeAll(() => startI18n('fi'))

test('the field speaks our language, names the file and hands it on; the same can be chosen again', async () => {
  const onFile = vi.fn()
  render(<FileField label="Lisää kuva" hint="Enintään 10 Mt" accept="image/png" onFile={onFile} />)
  const field = screen.getByLabelText(/Lisää kuva\s+Valitse tiedosto/)
  expect(field).toHaveAccessibleDescription('Enintään 10 Mt Ei valittua tiedostoa')
  const file = new File(['x'], 'liesi.png', { type: 'image/png' })
  await userEvent.upload(field, file)
  expect(field).toHaveAccessibleDescription('Enintään 10 Mt liesi.png')
  await userEvent.upload(field, file)
  expect(onFile).toHaveBeenCalledTimes(2)
  expect(onFile).toHaveBeenLastCalledWith(file)
})

test('it is reached by the keyboard', async () => {
  render(<FileField label="Lisää kuva" accept="image/png" onFile={() => undefined} error="Väärä tiedosto" />)
  await userEvent.tab()
  expect(screen.getByLabelText(/Lisää kuva/)).toHaveFocus()
  expect(screen.getByRole('alert')).toHaveTextContent('Väärä tiedosto')
})
