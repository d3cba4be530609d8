// Letters to many: chosen from the desk, shown one by one, made on each matter, printed or sent, taken back.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { logIn, openBrowser, openPage } from '../lib/browser.mjs'
import { looked, pictured } from '../lib/looked.mjs'
import { startNode } from '../lib/node.mjs'

let node, browser

before(async () => {
  node = await startNode({ residents: 400 })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
})

/** Some matters chosen in the desk's list, and the dialog of letters open. */
async function chosen(page, count) {
  await page.goto('/desk?view=mine')
  await page.getByRole('button', { name: 'Lista', exact: true }).click()
  const boxes = page.locator('.desk-list tbody input[type=checkbox]')
  await boxes.first().waitFor()
  for (let n = 0; n < count; n++) await boxes.nth(n).click()
  await page.getByRole('button', { name: 'Muut toiminnot' }).click()
  await page.getByRole('menuitem', { name: 'Kirje tai viesti monelle' }).click()
  return page.getByRole('dialog')
}

test('letters are shown, made, printed as one file and taken back', { timeout: 240_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  const dialog = await chosen(page, 3)
  await dialog.getByLabel('Pohja').selectOption({ label: 'Asian käsittelijä on vaihtunut' })
  await looked(page, 'choosing a template')
  await dialog.getByRole('button', { name: 'Näytä kirjeet' }).click()
  const make = dialog.getByRole('button', { name: /^Tee \d+ kirje/ })
  await make.waitFor()
  await dialog.locator('details summary').first().click()
  await dialog.getByText(/Hei |Hej |Dear /).first().waitFor()
  await looked(page, 'the preview of letters')
  await pictured(page, 'letters-preview')
  await make.click()
  await dialog.getByText(/kirje(ttä)? on tehty\./).waitFor()
  await looked(page, 'the report of letters')
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Tulosta kaikki (PDF)' }).click()])
  const pdf = await readFile(await download.path())
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  assert.ok(pdf.includes('StructTreeRoot') || pdf.length > 5000, 'a tagged file')
  await dialog.getByRole('link', { name: 'Tekemäsi kirjeet' }).click()
  await page.getByRole('heading', { level: 1, name: 'Kirjeet monelle' }).waitFor()
  const batch = page.locator('section.card').first()
  await batch.getByText('odottaa lähettämistä').waitFor()
  await looked(page, 'the batches')
  await pictured(page, 'letters-batches')
  await batch.getByRole('button', { name: 'Peru kirjeet' }).click()
  await page.locator('section.card').first().getByText('peruttu', { exact: true }).waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('messages go to own pages; a message is written from a template', { timeout: 240_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  const dialog = await chosen(page, 2)
  await dialog.getByRole('radio', { name: /Viesti omille sivuille/ }).check()
  await dialog.getByRole('button', { name: 'Näytä kirjeet' }).click()
  await dialog.getByRole('button', { name: /^Tee \d+ kirje/ }).click()
  await dialog.getByRole('button', { name: 'Lähetä viestit' }).click()
  await dialog.getByText(/on lähetetty\./).waitFor()
  await looked(page, 'messages sent')
  await dialog.getByRole('button', { name: 'Sulje' }).last().click()
  const matter = await page.evaluate(() => fetch('/api/v1/staff/desk?view=mine').then((r) => r.json()).then((d) => d.lanes.flatMap((l) => l.cards)[0].id))
  await page.goto(`/matters/${matter}/messages`)
  await page.getByLabel('Kirjoita pohjasta').selectOption({ label: 'Pyyntö ottaa yhteyttä' })
  const field = page.getByRole('textbox', { name: 'Viesti asiakkaalle' })
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((area) => /asia|ärende|matter/i.test(area.value)))
  assert.match(await field.inputValue(), /Hei |Hej |Dear /)
  await looked(page, 'a message from a template')
  await pictured(page, 'letters-message')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('one letter is begun on the matter itself', { timeout: 240_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  const matter = await page.evaluate(() => fetch('/api/v1/staff/desk?view=mine').then((r) => r.json()).then((d) => d.lanes.flatMap((l) => l.cards)[0].id))
  await page.goto(`/matters/${matter}/messages`)
  await page.getByRole('button', { name: 'Kirjoita kirje' }).click()
  const dialog = page.getByRole('dialog', { name: 'Kirje tai viesti asiakkaalle' })
  await dialog.getByLabel('Pohja').selectOption({ label: 'Asian käsittelijä on vaihtunut' })
  await dialog.getByRole('button', { name: 'Näytä kirjeet' }).click()
  await dialog.getByRole('button', { name: 'Tee 1 kirje', exact: true }).click()
  await dialog.getByText('1 kirje on tehty.').waitFor()
  await looked(page, 'a letter made on a matter')
  await dialog.getByRole('button', { name: 'Sulje' }).last().click()
  const letters = page.getByRole('region', { name: 'Kirjeet' })
  await letters.getByText('odottaa lähettämistä').first().waitFor()
  await pictured(page, 'matter-letters')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
