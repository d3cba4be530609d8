// The family and the household; close ones and contact details kept right by a nurse, with origin, and taken back.
import assert from 'node:assert/strict'
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

async function client(page, name, rest) {
  const id = await page.evaluate(async (q) => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const found = await fetch('/api/v1/staff/clients/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify({ q }),
    }).then((r) => r.json())
    return found.cards[0].id
  }, name)
  await page.goto(`/clients/${id}${rest}`)
  return id
}

test('who lives here and who of the family is a client', { timeout: 180_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  await client(page, 'Virtanen Aino', '/family')
  const home = page.locator('section.card', { has: page.getByRole('heading', { name: 'Täällä asuu' }) })
  await home.getByText(/Eero/).waitFor()
  await page.getByText(/Osoitteessa voi asua muitakin/).waitFor()
  await looked(page, 'the family')
  await pictured(page, 'household')
  await page.getByRole('link', { name: 'Läheisten ja yhteystietojen ylläpito' }).click()
  await page.waitForURL(/\/people$/)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a nurse adds, corrects and takes back', { timeout: 240_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Riikka Lahtinen')
  await client(page, 'Virtanen Aino', '/people')
  await page.getByRole('button', { name: 'Lisää yhteystieto' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Puhelin' }).fill('000 555 1234')
  await looked(page, 'adding a contact detail')
  await dialog.getByRole('button', { name: 'Tallenna' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('000 555 1234', { exact: true }).first().waitFor()

  await page.getByRole('button', { name: 'Korjaa 000 555 1234' }).click()
  await dialog.getByRole('textbox', { name: 'Puhelin' }).fill('000 555 9999')
  await dialog.getByLabel('Mistä tieto on').selectOption('staff')
  await dialog.getByRole('button', { name: 'Tallenna' }).click()
  await dialog.waitFor({ state: 'detached' })
  const bar = page.getByRole('group', { name: 'Yhteystieto on korjattu.' })
  await bar.waitFor()
  await page.getByText('000 555 9999', { exact: true }).first().waitFor()
  await looked(page, 'a contact detail corrected')
  await pictured(page, 'household-people')
  await bar.getByRole('button', { name: 'Kumoa' }).click()
  await page.getByText('000 555 1234', { exact: true }).first().waitFor()
  assert.equal(await page.getByText('000 555 9999', { exact: true }).count(), 0)

  await page.getByRole('button', { name: 'Poista 000 555 1234' }).click()
  await page.getByRole('group', { name: /poistettiin/ }).getByRole('button', { name: 'Kumoa' }).click()
  await page.getByRole('button', { name: 'Poista 000 555 1234' }).waitFor()

  await page.getByRole('button', { name: 'Lisää läheinen' }).click()
  await dialog.getByLabel('Nimi').fill('Liisa Lahti')
  await dialog.getByLabel('ystävä').check()
  await dialog.getByRole('button', { name: 'Tallenna' }).click()
  await dialog.waitFor({ state: 'detached' })
  const liisa = page.locator('li', { hasText: 'Liisa Lahti' })
  await liisa.getByText('puuttuu: puhelinnumero').waitFor()
  await looked(page, 'the people')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
