// The client's log: who has used my data and why; a question about an entry, its way to the supervisor and the answer back.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
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

test('a client sees a look at their data, asks about it and reads the answer', { timeout: 240_000 }, async () => {
  const manager = await as(browser, node, 'Sanna Mäkelä')
  await manager.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    await fetch(`/api/v1/staff/clients/${found.cards[0].id}/summary`)
  })
  const client = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await client.getByRole('link', { name: 'Kuka on katsonut tietojani?' }).click()
  await client.getByRole('heading', { level: 1, name: 'Tietojeni käyttö' }).waitFor()
  const newest = client.getByRole('listitem').filter({ hasText: 'Tilannekuva avattiin' }).first()
  // A look is written a moment after it: the entry is held by its time, for a newer one may come above it.
  const time = await newest.locator('time').getAttribute('datetime')
  const entry = client.getByRole('listitem').filter({ has: client.locator(`time[datetime="${time}"]`), hasText: 'Tilannekuva avattiin' })
  await entry.getByText(/Sanna Mäkelä, asiakasvastaava/).waitFor()
  await entry.getByText(/Peruste: antamasi luovutuslupa\./).waitFor()
  // Within a second or so of being written an entry is sealed, and its proof can be taken away.
  let taken = null
  for (let tries = 0; taken === null && tries < 20; tries += 1) {
    const download = client.waitForEvent('download', { timeout: 3_000 }).catch(() => null)
    await entry.getByRole('button', { name: /^Lataa todiste: Tilannekuva avattiin/ }).click()
    taken = await download
  }
  assert.ok(taken, 'the entry was not sealed within a minute')
  const proof = JSON.parse(await readFile(await taken.path(), 'utf8'))
  assert.match(proof.checkpoint, /^punos-log\//)
  assert.equal(JSON.parse(proof.entry).action, 'care.summary.read')
  await looked(client, 'the log')
  await entry.getByRole('button', { name: /^Kysy tästä: Tilannekuva avattiin/ }).click()
  const dialog = client.getByRole('dialog', { name: 'Kysy tietojesi käytöstä' })
  await dialog.getByText(/Saat vastauksen kuukauden kuluessa\./).waitFor()
  await dialog.getByRole('button', { name: 'Lähetä kysymys' }).click()
  await dialog.getByText('Kirjoita kysymyksesi.').waitFor()
  await dialog.getByRole('textbox', { name: 'Mitä haluat tietää?' }).fill('Miksi tietojani katsottiin tänään?')
  await looked(client, 'the question')
  await dialog.getByRole('button', { name: 'Lähetä kysymys' }).click()
  const mine = client.getByRole('region', { name: 'Kysymykseni' })
  await mine.getByText(/Vastaus tulee viimeistään/).waitFor()
  await entry.getByText('Olet kysynyt tästä.').waitFor()

  const lead = await as(browser, node, 'Tuula Nieminen')
  await lead.getByRole('link', { name: 'Lokikysymykset (2)' }).click()
  await lead.getByText('Miksi tietojani katsottiin tänään?').waitFor()
  await looked(lead, 'the questions')
  await lead.getByRole('button', { name: /^Vastaa asiakkaalle Virtanen/ }).click()
  const answer = lead.getByRole('dialog')
  await answer.getByRole('textbox', { name: 'Vastaus' }).fill('Sanna Mäkelä on asiakasvastaavasi ja valmisteli suunnitelmaasi.')
  await looked(lead, 'the answer')
  await answer.getByRole('button', { name: 'Lähetä vastaus' }).click()
  // The dialog repeats the question, and stands until the answer is kept.
  await answer.waitFor({ state: 'detached' })
  // Another client's question has waited for weeks in the demo, and goes on waiting.
  await lead.getByText('Miksi tietojani katsottiin tänään?').waitFor({ state: 'detached' })
  await lead.getByRole('button', { name: /^Vastaa asiakkaalle/ }).waitFor()

  await client.reload()
  await mine.getByText(/valmisteli suunnitelmaasi/).waitFor()
  await mine.getByText('uusi vastaus').waitFor()
  await pictured(client, 'log-answered')
  await lead.getByRole('button', { name: 'Vastatut' }).click()
  await lead.getByText(/asiakas on nähnyt/).waitFor()

  await client.getByRole('combobox', { name: 'Kenen käyttö' }).selectOption('client')
  await client.getByText('sinä itse').first().waitFor()
  await client.getByRole('combobox', { name: 'Kenen käyttö' }).selectOption('staff')
  await client.getByRole('combobox', { name: 'Loki' }).selectOption('disclosure')
  await client.waitForFunction(() => {
    const rows = [...document.querySelectorAll('[aria-labelledby="my-log-list"] .log-entry')]
    return rows.length > 0 && rows.every((row) => row.textContent.includes('Peruste: ') && row.textContent.includes('luovutus'))
  })
  for (const page of [manager, client, lead]) {
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})
