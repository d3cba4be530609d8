// What a client says of their data: read first, given, seen by the professional in the next request, withdrawn, gone in the next; and
// the same written down by a professional for the client.
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

/** The registers the professional's picture of the client is drawn from, asked anew. */
const registers = (page, client) => page.evaluate((id) => fetch(`/api/v1/staff/clients/${id}/summary`).then((r) => r.json()).then((s) => s.withheld.registers_open.join()), client)

test('a client denies, the professional no longer sees, the client withdraws, the professional sees', { timeout: 240_000 }, async () => {
  const manager = await as(browser, node, 'Sanna Mäkelä')
  const id = await aino(manager)
  assert.equal(await registers(manager, id), 'social,patient')
  const client = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await client.getByRole('link', { name: 'Luvat ja kiellot: kuka saa käyttää tietojani' }).click()
  await client.getByRole('heading', { level: 1, name: 'Luvat ja kiellot' }).waitFor()
  const now = client.getByRole('region', { name: 'Voimassa nyt' })
  await now.getByText('Lupa käyttää potilastietojani').waitFor()
  await looked(client, 'permits and denials')

  // What it stops and what it does not stands first; unread, nothing is given.
  await client.getByRole('button', { name: /^Kielto luovuttaa potilastietojani/ }).click()
  const dialog = client.getByRole('dialog', { name: 'Kielto luovuttaa potilastietojani' })
  await dialog.getByRole('heading', { name: 'Mitä kielto ei estä' }).waitFor()
  await dialog.getByRole('button', { name: 'Anna kielto' }).click()
  await dialog.getByText('Lue teksti ja merkitse se luetuksi.').waitFor()
  await dialog.getByRole('checkbox', { name: 'Olen lukenut, mitä tämä tarkoittaa' }).check()
  await looked(client, 'a denial before it is given')
  await dialog.getByRole('button', { name: 'Anna kielto' }).click()
  const denial = now.getByRole('listitem').filter({ hasText: 'Kielto luovuttaa potilastietojani' })
  await denial.getByText('Tietoja ei avata hätätilanteessakaan.').waitFor()
  assert.equal(await registers(manager, id), 'social', 'in force in the next request')
  await pictured(client, 'denial-in-force')

  // Withdrawn in two presses, without a reason.
  await denial.getByRole('button', { name: /^Peru: / }).click()
  const ask = client.getByRole('dialog', { name: 'Perutaanko tämä?' })
  await looked(client, 'withdrawing')
  await ask.getByRole('button', { name: 'Peru', exact: true }).click()
  await denial.waitFor({ state: 'detached' })
  assert.equal(await registers(manager, id), 'social,patient', 'gone in the next request')
  const before = client.getByRole('region', { name: 'Aiemmin perutut' })
  await before.getByText('Kielto luovuttaa potilastietojani').waitFor()

  // The professional writes down a denial of one task, having told of it.
  await manager.goto(`/clients/${id}/will`)
  await manager.getByRole('heading', { name: 'Kirjaa asiakkaan lupa, kielto tai suostumus' }).waitFor()
  await looked(manager, 'permits and denials of a client')
  await manager.getByRole('button', { name: /^Kielto luovuttaa yhden palvelutehtävän tietoja/ }).click()
  const write = manager.getByRole('dialog', { name: 'Kielto luovuttaa yhden palvelutehtävän tietoja' })
  await write.getByRole('button', { name: 'Kirjaa kielto' }).click()
  await write.getByText('Valitse palvelutehtävä.').waitFor()
  await write.getByRole('combobox', { name: 'Mikä palvelutehtävä' }).selectOption('older_people')
  await write.getByRole('combobox', { name: 'Miten' }).selectOption('phone')
  await write.getByRole('checkbox', { name: /^Hätätilanteessa palvelutehtävän tietoja/ }).check()
  await write.getByRole('checkbox', { name: 'Olen kertonut asiakkaalle, mitä tämä tarkoittaa' }).check()
  await looked(manager, 'a denial written down for the client')
  await write.getByRole('button', { name: 'Kirjaa kielto' }).click()
  const written = manager.getByRole('region', { name: 'Voimassa nyt' }).getByRole('listitem').filter({ hasText: 'Iäkkäiden palvelut' })
  await written.getByText(/puhelimessa · kirjasi Sanna Mäkelä/).waitFor()

  // The client sees who wrote it down, and withdraws it.
  await client.reload()
  const hers = now.getByRole('listitem').filter({ hasText: 'Iäkkäiden palvelut' })
  await hers.getByText(/kirjasi Sanna Mäkelä/).waitFor()
  await hers.getByRole('button', { name: /^Peru: / }).click()
  await client.getByRole('dialog', { name: 'Perutaanko tämä?' }).getByRole('button', { name: 'Peru', exact: true }).click()
  await hers.waitFor({ state: 'detached' })
  await manager.reload()
  await manager.getByRole('region', { name: 'Aiemmin perutut' }).getByText(/Iäkkäiden palvelut/).waitFor()

  for (const page of [manager, client]) {
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})

test('a document is denied where it is read', { timeout: 240_000 }, async () => {
  const client = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  const document = await client.evaluate(async () => {
    const { matters } = await fetch('/api/v1/client/overview').then((r) => r.json())
    for (const { id } of matters) {
      const matter = await fetch(`/api/v1/client/matters/${id}`).then((r) => r.json())
      const plan = matter.plan?.document_id ?? matter.plans?.[0]?.document_id ?? matter.decisions?.[0]?.document_id
      if (plan) return plan
    }
    return null
  })
  assert.ok(document, 'she has a plan or a decision to read')
  await client.goto(`/my/documents/${document}`)
  await client.getByRole('button', { name: 'Kiellä tämän asiakirjan luovuttaminen' }).click()
  const dialog = client.getByRole('dialog', { name: 'Kielto luovuttaa yksi asiakirja' })
  await dialog.getByRole('checkbox', { name: 'Olen lukenut, mitä tämä tarkoittaa' }).check()
  await looked(client, 'denying a document')
  await dialog.getByRole('button', { name: 'Anna kielto' }).click()
  await client.getByRole('button', { name: /^Peru: / }).waitFor()
  await pictured(client, 'document-denied')
  await client.getByRole('button', { name: /^Peru: / }).click()
  await client.getByRole('dialog', { name: 'Perutaanko tämä?' }).getByRole('button', { name: 'Peru', exact: true }).click()
  await client.getByRole('button', { name: 'Kiellä tämän asiakirjan luovuttaminen' }).waitFor()
  assert.deepEqual(client.faults, [])
  await client.context().close()
})

test('a professional writes the denial of a document down where it is read', { timeout: 240_000 }, async () => {
  const manager = await as(browser, node, 'Sanna Mäkelä')
  const place = await manager.evaluate(async () => {
    const read = (path) => fetch(`/api/v1/staff${path}`).then((r) => r.json())
    const { lanes } = await read('/desk?view=mine')
    for (const { id } of lanes.flatMap(({ cards }) => cards)) {
      const { documents } = await read(`/matters/${id}`)
      const finished = documents.find(({ state, kind }) => state === 'final' && kind !== 'decision')
      if (finished) return `/matters/${id}/documents/${finished.id}`
    }
    return null
  })
  assert.ok(place, 'one of her matters has a finished document')
  await manager.goto(place)
  const section = manager.getByRole('region', { name: 'Luovutuskielto' })
  await section.getByRole('button', { name: /^Kiellä / }).first().click()
  const dialog = manager.getByRole('dialog', { name: 'Kielto luovuttaa yksi asiakirja' })
  await dialog.getByRole('button', { name: 'Kirjaa kielto' }).click()
  await dialog.getByText('Kerro ensin asiakkaalle ja merkitse se kerrotuksi.').waitFor()
  await dialog.getByRole('checkbox', { name: 'Olen kertonut asiakkaalle, mitä tämä tarkoittaa' }).check()
  await looked(manager, 'a denial of a document written down')
  await dialog.getByRole('button', { name: 'Kirjaa kielto' }).click()
  await section.getByText(/kasvokkain · kirjasi Sanna Mäkelä/).waitFor()
  await pictured(manager, 'document-denied-for-the-client')
  await section.getByRole('button', { name: /^Peru: / }).click()
  await manager.getByRole('dialog', { name: 'Perutaanko tämä?' }).getByRole('button', { name: 'Peru', exact: true }).click()
  await section.getByRole('button', { name: /^Kiellä / }).first().waitFor()
  assert.deepEqual(manager.faults, [])
  await manager.context().close()
})
