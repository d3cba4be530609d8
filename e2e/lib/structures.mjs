// The nation's structures, where their folder is present, and answers made from a structure as the node tells it.
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// Beside the repository, as the tests of the room of documents look for it; a copy elsewhere is named.
export const folder = process.env.PUNOS_SOSMETA ?? join(resolve(dirname(fileURLToPath(import.meta.url)), '../..'), '../shared/data/sosmeta')

/** Why the journeys on the nation's set are passed over, or nothing: the set is imported, not shipped. */
export const absent = existsSync(folder) ? false : `${folder} is not there: the national structures are imported, not shipped`

/** A complete answer: something in every field that a person fills. */
export function answer(node) {
  const marks = node.punos ?? {}
  switch (marks.as) {
    case 'coded':
      return { system: marks.system, code: marks.choices?.[0]?.code ?? '1', display: marks.choices?.[0]?.label.fi ?? 'Luokka' }
    case 'identifier':
      return { value: '1.2.246.10.1' }
    case 'quantity':
      return { value: 12.5, code: 'EUR' }
    case 'notice':
      return {}
    case 'hetu':
      return undefined
  }
  if (node.enum) return node.enum[0]
  if (node.type === 'object') {
    return Object.fromEntries(Object.entries(node.properties ?? {}).map(([name, child]) => [name, answer(child)]).filter(([, value]) => value !== undefined))
  }
  if (node.type === 'array') return [answer(node.items)]
  if (node.type === 'boolean') return true
  if (node.type === 'number' || node.type === 'integer') return 12.5
  if (node.pattern?.includes('[0-9]{4}')) return node.pattern.includes('T') ? '2026-11-21T10:00:00+02:00' : '2026-11-21'
  return 'Äidin ja pojan yhteinen arki – öisin hiljaista'
}

/** What was filled in beforehand stays: the client's names, by which the identity code finds its place, and the matter's number. */
export function keep(whole, known) {
  if (known === undefined || known === null) return whole
  if (Array.isArray(known)) return known.length === 0 ? whole : known.map((row, index) => keep(whole?.[index] ?? whole?.[0], row))
  if (typeof known !== 'object') return known
  const out = { ...whole }
  for (const [name, value] of Object.entries(known)) out[name] = keep(whole?.[name], value)
  return out
}

/** The ids of the fields a form must show for a body, in the order of the structure. */
export function fields(node, body, path = ['doc']) {
  const hidden = node.sosmeta?.hiddenField && !node.sosmeta.required
  if (node.punos?.as && node.punos.as !== 'phrase') return hidden ? [] : [path.join('_')]
  if (node.type === 'object') return Object.entries(node.properties ?? {}).flatMap(([name, child]) => fields(child, body?.[name], [...path, name]))
  if (node.type === 'array') return (body ?? []).flatMap((row, index) => fields(node.items, row, [...path, String(index)]))
  return hidden ? [] : [path.join('_')]
}

/** What each field is, by its id without the numbers of rows. */
export function marksOf(node, path = ['doc'], out = new Map()) {
  if (node.punos?.as) out.set(path.join('_'), node.punos.as)
  else if (node.type === 'object') for (const [name, child] of Object.entries(node.properties ?? {})) marksOf(child, [...path, name], out)
  else if (node.type === 'array') marksOf(node.items, path, out)
  return out
}

/** A person's words for a field that is filled by hand. */
const words = 'Keskusteltu asiakkaan kanssa ja kirjattu yhdessä.'

/**
 * Fills the form as a person would who has something to say everywhere: lists get a row, texts are typed, choices clicked, codes
 * picked from the list by the keyboard, or written by hand where the set has no list. What is filled in already stays, and what a
 * condition hides is passed over.
 * Answers how many fields were filled.
 */
export async function fillStructure(page, marks) {
  const form = page.locator('.doc-form')
  await form.locator('[data-field]').first().waitFor()
  // Lists inside rows appear with their rows.
  for (let depth = 0; depth < 4; depth++) {
    // A part that a condition hides is asked of nobody.
    const empty = form.locator('section.doc-part').filter({ has: page.locator(':scope > ol.doc-rows:empty'), visible: true })
    const count = await empty.count()
    if (count === 0) break
    for (let left = count; left > 0; left--) await empty.first().locator(':scope > button.doc-button').click()
  }
  let filled = 0
  for (const field of await form.locator('[data-field]').filter({ visible: true }).all()) {
    const combobox = field.getByRole('combobox')
    if ((await combobox.count()) > 0) {
      if ((await combobox.inputValue()) !== '') continue
      await combobox.focus()
      await page.keyboard.press('ArrowDown')
      const first = field.getByRole('option').first()
      await first.or(field.getByText('Ei osumia.')).waitFor()
      if ((await first.count()) > 0) {
        // The list may still be on its way when the key is pressed: the choice is what counts.
        await page.keyboard.press('ArrowDown')
        await page.keyboard.press('Enter')
        if ((await combobox.inputValue()) === '') await first.click()
      } else {
        await page.keyboard.press('Escape')
        await field.getByRole('button', { name: /Kirjoita koodi itse/ }).click()
        const [code, display] = await field.locator('.doc-quantity input').all()
        await code.fill('1')
        await display.fill('Käsin kirjoitettu luokka')
      }
      filled += 1
      continue
    }
    const radios = field.getByRole('radio')
    if ((await radios.count()) > 0) {
      if ((await field.locator('input:checked').count()) > 0) continue
      await radios.first().check({ force: true })
      filled += 1
      continue
    }
    const boxes = field.getByRole('checkbox')
    if ((await boxes.count()) > 0) {
      if ((await field.locator('input:checked').count()) === 0) await boxes.first().check({ force: true })
      filled += 1
      continue
    }
    const identifier = marks.get((await field.getAttribute('data-field')).replace(/_\d+(?=_|$)/g, '')) === 'identifier'
    const quantity = (await field.locator('.doc-quantity').count()) > 0
    const date = (await field.locator('.doc-date').count()) > 0
    for (const [index, input] of (await field.locator('input, textarea').all()).entries()) {
      if (!(await input.isEditable()) || (await input.inputValue()) !== '') continue
      const numeric = (await input.getAttribute('inputmode')) === 'decimal'
      await input.fill(date ? '21.11.2026' : quantity && index === 1 ? 'EUR' : numeric ? '12,5' : identifier ? '1.2.246.10.1' : words)
      filled += 1
    }
    if (date) await page.keyboard.press('Tab')
  }
  return filled
}
