// The data catalogue: read by a nurse, weighed by an administrator, changed in the rule text, and in force in the nurse's next request.
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

/** How many close ones the page's person is shown of Aino Virtanen, asked anew. */
const closeOnes = (page) =>
  page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return fetch(`/api/v1/staff/clients/${found.cards[0].id}/people`).then((r) => r.json()).then((p) => p.close_ones.length)
  })

test('an item is read, weighed and moved, and the nurse no longer sees it', { timeout: 300_000 }, async () => {
  const nurse = await as(browser, node, 'Riikka Lahtinen')
  const first = await closeOnes(nurse)
  assert.ok(first > 0)

  // From the foot of every page; found by name, narrowed by group and level, and none.
  await nurse.getByRole('contentinfo').getByRole('link', { name: 'Tietokatalogi' }).click()
  await nurse.getByRole('heading', { level: 1, name: 'Tietokatalogi' }).waitFor()
  await nurse.getByText('30 tietoa').waitFor()
  await looked(nurse, 'catalogue')
  await nurse.getByLabel('Hae nimellä tai numerolla').fill('seteli')
  await nurse.getByRole('link', { name: '23. Asiakasseteli' }).waitFor()
  await nurse.getByLabel('Hae nimellä tai numerolla').fill('ei mitään')
  await nurse.getByText('Mikään tieto ei vastaa hakua.', { exact: false }).waitFor()
  await pictured(nurse, 'catalogue-none')
  await nurse.getByRole('button', { name: 'Poista rajaukset' }).click()
  await nurse.getByRole('combobox', { name: 'Päätietoryhmä' }).selectOption({ label: 'Maksutiedot' })
  await nurse.getByText('8 tietoa').waitFor()
  await nurse.getByLabel('Hallinnan taso').selectOption({ label: 'Kansallinen' })
  await nurse.getByText('2 tietoa').waitFor()
  await nurse.getByRole('button', { name: 'Poista rajaukset' }).click()

  // The workshop's questions: the widest one answered yes.
  const aid = nurse.getByRole('region', { name: 'Päätöksen tuki: mille tasolle tieto kuuluu?' })
  await aid.getByRole('checkbox', { name: /järjestäjän ja sen tuottajaverkoston/ }).check()
  await aid.getByText('Ehdotus: Hyvinvointialueen oma').waitFor()
  await aid.getByRole('checkbox', { name: /muiden virastojen kanssa/ }).press('Space')
  await aid.getByText('Ehdotus: Kansallinen').waitFor()
  await pictured(nurse, 'catalogue-proposal')

  // One item with parts; a nurse weighs, and puts nothing in force.
  await nurse.getByRole('link', { name: '20. Tuottajavalinta' }).click()
  await nurse.getByRole('heading', { level: 2, name: 'Osat, joilla on oma tasonsa' }).waitFor()
  await looked(nurse, 'item with parts')
  assert.equal(await nurse.getByRole('button', { name: 'Laske rivit' }).count(), 0)

  // The administrator moves official family relations to payments.
  const administrator = await as(browser, node, 'Antti Korpela')
  await administrator.goto('/catalogue/4')
  await administrator.getByText('Näin on jo nyt: mikään ei muuttuisi.').waitFor()
  await administrator.getByRole('button', { name: 'Laske rivit' }).click()
  await administrator.getByText(/Rivejä yhteensä/).waitFor()
  const change = administrator.getByRole('region', { name: 'Mitä muutos muuttaisi' })
  await change.getByRole('combobox', { name: 'Päätietoryhmä' }).selectOption({ label: 'Maksutiedot' })
  await change.getByText('Eivät enää näkisi: kotihoidon hoitaja, päivystyksen hoitaja.').waitFor()
  await change.getByLabel('Hallinnan taso').selectOption({ label: 'Hyvinvointialueen oma' })
  await change.getByText('Tietoa ei enää saisi antaa alueen ulkopuolelle.').waitFor()
  await looked(administrator, 'what a change would change')
  await change.getByRole('button', { name: 'Siirry sääntötekstiin muutos valmiina' }).click()
  await administrator.getByText('Säännöt ovat kunnossa.').waitFor()
  await pictured(administrator, 'catalogue-rule-text')
  await administrator.getByLabel('Miksi muutos tehdään').fill('Kokeillaan perhesuhteiden sulkemista')
  await administrator.getByRole('button', { name: 'Vie voimaan' }).click()
  await administrator.getByText('Versio 1.1').first().waitFor()

  // In the next request of another role.
  const left = await closeOnes(nurse)
  assert.ok(left < first, 'official relations are gone, those the client told of stay')
  const manager = await as(browser, node, 'Sanna Mäkelä')
  assert.equal(await closeOnes(manager), first, 'who opens payments sees them')
  await administrator.goto('/catalogue/31')
  await administrator.getByRole('heading', { level: 1 }).waitFor()

  // Brought back.
  await administrator.goto('/rules/catalogue')
  await administrator.getByRole('button', { name: 'Palauta versio 1', exact: true }).click()
  await administrator.getByRole('dialog').getByLabel('Miksi muutos tehdään').fill('Kokeilu päättyi')
  await administrator.getByRole('dialog').getByRole('button', { name: 'Palauta' }).click()
  await administrator.getByText('Palauttaa version 1.').waitFor()
  assert.equal(await closeOnes(nurse), first)
  for (const page of [nurse, administrator, manager]) assert.deepEqual(page.faults, [])
})
