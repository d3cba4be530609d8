// Quality of data: a quiet mark where the data are used, and the figures by source.
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

/** Aino's page, found as a person finds it. */
async function aino(page, rest = '') {
  const id = await page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const found = await fetch('/api/v1/staff/clients/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify({ q: 'Virtanen Aino' }),
    }).then((r) => r.json())
    return found.cards[0].id
  })
  await page.goto(`/clients/${id}${rest}`)
  return id
}

test('the picture says quietly what is old or lacking, and why', { timeout: 180_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  await aino(page)
  const mark = page.locator('.pic .quality').first()
  await mark.waitFor()
  const summary = mark.locator('summary')
  assert.match(await summary.innerText(), /^Tiedon laatu \(.+\): .*(vanha|vanhaa|vajaa|vajaata).*kaikkiaan \d+$/)
  assert.equal(await mark.getAttribute('open'), null, 'it does not open by itself')
  await summary.press('Enter')
  await mark.locator('li').first().waitFor()
  await mark.getByText(/Ei sellaisenaan käyttöön/).waitFor()
  await looked(page, 'the picture with a mark open')
  await pictured(page, 'quality-picture')
  const medicines = page.locator('[data-section=medication] .quality')
  if ((await medicines.getAttribute('open')) === null) await medicines.locator('summary').click()
  await medicines.getByText(/lääkinnällinen laite/).waitFor()
  await aino(page, '/people')
  const phone = page.locator('.quality', { hasText: 'vanha tieto (2.5.2019)' }).first()
  await phone.waitFor()
  await phone.locator('summary').click()
  await phone.getByText(/Varmista numero asiakkaalta/).waitFor()
  await looked(page, 'the people with a mark open')
  await pictured(page, 'quality-people')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('figures by source, with how they come about', { timeout: 180_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Tuula Nieminen')
  await page.goto('/team')
  await page.getByRole('link', { name: 'Tiedon laatu' }).click()
  await page.getByRole('heading', { level: 1, name: 'Tiedon laatu' }).waitFor()
  const phones = page.getByRole('region', { name: 'Puhelinnumero' }).first()
  await phones.getByRole('row', { name: /väestötiedot/ }).waitFor()
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: 'Lääke', exact: true }) })
  await card.getByText('Miten luvut syntyvät').click()
  await card.getByText('annostus, päättymispäivä', { exact: true }).waitFor()
  await card.getByText(/lasketaan tietokannasta/).waitFor()
  await looked(page, 'the quality page')
  await pictured(page, 'quality-page')
  assert.deepEqual(page.faults, [])
  await page.context().close()

  const admin = await openPage(browser, node)
  await logIn(admin, 'Antti Korpela')
  await admin.getByRole('link', { name: 'Tiedon laatu' }).click()
  await admin.getByRole('heading', { level: 1, name: 'Tiedon laatu' }).waitFor()
  await admin.getByRole('link', { name: 'Avaa säännöt' }).click()
  await admin.getByRole('heading', { level: 1, name: 'Tiedon laatu' }).waitFor()
  await admin.waitForURL(/\/rules\/quality/)
  assert.deepEqual(admin.faults, [])
  await admin.context().close()
})
