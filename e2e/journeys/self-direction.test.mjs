// How much a client holds in their own hands: a degree chosen with the keyboard, what changes told before saving, a denial given with its
// own words on the way, what others see, the wish read by the professional, and back to what was before.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
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

/** The client of the case manager's who can log in. */
const aino = (page) =>
  page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return found.cards[0].id
  })

const title = 'Itseohjautuvuus: mitä hoidan itse ja mitä jaan'

test('a client chooses what they share, and the professional reads the wish', { timeout: 240_000 }, async () => {
  const client = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await client.getByRole('link', { name: title }).click()
  await client.getByRole('heading', { level: 1, name: title }).waitFor()
  await client.getByText(/Valintasi eivät estä sitä, minkä laki sallii/).waitFor()
  await looked(client, 'self-direction on a phone')

  // The slider by the keyboard: to the end, and one back.
  const slider = client.getByRole('slider')
  await slider.focus()
  await slider.press('End')
  const changes = client.getByRole('region', { name: 'Mitä muuttuu' })
  await changes.getByText('Muutoksia ei ole vielä tallennettu.').waitFor()
  assert.match(await slider.getAttribute('aria-valuetext'), /prosenttia/)
  await looked(client, 'what changes before saving')
  await pictured(client, 'self-direction-changes')

  // The degree calls for a denial: given with its own words.
  await changes.getByRole('button', { name: 'Kiellä potilastietojesi luovuttaminen' }).click()
  const dialog = client.getByRole('dialog', { name: 'Kielto luovuttaa potilastietojani' })
  await dialog.getByRole('checkbox', { name: 'Olen lukenut, mitä tämä tarkoittaa' }).check()
  await looked(client, 'a denial on the way of a degree')
  await dialog.getByRole('button', { name: 'Anna kielto' }).click()
  await dialog.waitFor({ state: 'detached' })
  await changes.getByRole('button', { name: 'Kiellä potilastietojesi luovuttaminen' }).waitFor({ state: 'detached' })
  await changes.getByRole('button', { name: 'Tallenna valinnat' }).click()
  await client.getByText(/^Tallennettu /).waitFor()

  // Through another's eyes: what is denied is hidden, and it says why.
  const preview = client.getByRole('region', { name: 'Mitä muut näkevät nyt' })
  await preview.getByRole('combobox').selectOption({ label: 'sosiaalityöntekijä, toinen yksikkö' })
  const health = preview.getByRole('listitem').filter({ hasText: 'Terveys ja hoito' })
  await health.getByText('Ei näe', { exact: true }).waitFor()
  await health.getByText('Olet kieltänyt luovuttamisen.').waitFor()
  await preview.getByRole('combobox').selectOption({ label: 'kotihoidon hoitaja, oma tiimi' })
  await health.getByText(/Hoitaa sinua tai asiaasi/).waitFor()
  await looked(client, 'what others see')
  await pictured(client, 'self-direction-preview')

  // The professional reads the wish, and sees what they saw.
  const manager = await as(browser, node, 'Sanna Mäkelä')
  const id = await aino(manager)
  await manager.goto(`/clients/${id}`)
  await manager.getByText(/Asiakkaalla on \d+ toivetta tietojensa käytöstä/).click()
  await manager.getByText(/Asiakas toivoo saavansa hoitaa tämän itse/).first().waitFor()
  await looked(manager, 'the wishes of a client')
  await pictured(manager, 'self-direction-wish')

  // Back to what was before: the wishes are gone from the professional's page too.
  await client.getByRole('button', { name: 'Palauta edelliset valinnat' }).click()
  await client.getByText('Aiemmat ja nykyiset valinnat').click()
  const asked = manager.waitForResponse((answer) => answer.url().endsWith(`/clients/${id}/self-direction`))
  await manager.reload()
  assert.deepEqual((await (await asked).json()).wishes, [])
  await manager.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await manager.getByText(/toivetta tietojensa käytöstä/).count(), 0)

  for (const page of [manager, client]) {
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})

test('one place is changed in the table, also on a wide screen', { timeout: 240_000 }, async () => {
  const client = await as(browser, node, 'Aino Virtanen', { width: 1366, height: 900 })
  await client.goto('/my/self-direction')
  const place = client.getByRole('combobox', { name: 'Raha ja maksut: Läheiset, jotka asioivat puolestani' })
  await place.selectOption({ label: 'Ei näe' })
  await client.getByText('Nyt: Näkee. Muutoksen jälkeen: Ei näe.').waitFor()
  await looked(client, 'the table on a wide screen')
  await pictured(client, 'self-direction-table')
  await client.getByRole('button', { name: 'Tallenna valinnat' }).click()
  await client.getByText(/^Tallennettu /).waitFor()
  assert.equal(await place.inputValue(), 'keep')
  const preview = client.getByRole('region', { name: 'Mitä muut näkevät nyt' })
  await preview.getByRole('combobox').selectOption({ label: 'Läheinen, joka asioi puolestasi valtuutuksella' })
  await preview.getByRole('listitem').filter({ hasText: 'Raha ja maksut' }).getByText('Olet valinnut, ettei tätä jaeta.').waitFor()
  assert.deepEqual(client.faults, [])
  await client.context().close()
})
