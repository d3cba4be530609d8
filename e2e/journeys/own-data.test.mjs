// The data subject's rights: a client asks for a copy of their own data, fetches it and says that something is wrong; the supervisor marks it
// as restricted and answers; the client reads the answer. And a professional makes a copy for a client who has no log-in.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
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

/** The files of a ZIP, read by its own directory. */
function unpacked(path) {
  const bytes = readFileSync(path)
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  const files = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)]
    const [named, extra, comment, local] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)]
    const name = bytes.toString('utf8', at + 46, at + 46 + named)
    const begins = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(begins, begins + size)
    files.set(name, method === 0 ? packed : inflateRawSync(packed))
    at += 46 + named + extra + comment
  }
  return files
}

async function fetched(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  const path = join(mkdtempSync(join(tmpdir(), 'copy-')), 'copy.zip')
  await download.saveAs(path)
  return { path, name: download.suggestedFilename() }
}

test('a client gets a copy, says what is wrong, and reads the answer', { timeout: 300_000 }, async () => {
  const client = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await client.getByRole('link', { name: 'Omat tietoni: pyydä kopio tai korjausta' }).click()
  await client.getByRole('heading', { level: 1, name: 'Omat tietoni' }).waitFor()
  await looked(client, 'own data')
  const copies = client.getByRole('region', { name: 'Kopio tiedoistani' })
  await copies.getByRole('button', { name: 'Pyydä kopio' }).click()
  const get = copies.getByRole('button', { name: /^Lataa tiedosto/ })
  await get.waitFor({ timeout: 120_000 })
  await looked(client, 'a copy that is ready')
  const copy = await fetched(client, () => get.click())
  assert.equal(copy.name, 'omat-tiedot.zip')

  // Everything of hers is there, the readable page opens by itself, and the data say what they are.
  const files = unpacked(copy.path)
  const page = files.get('index.html').toString()
  for (const told of ['Virtanen', 'Henkilötiedot', 'Asiat', 'Tietojesi käyttö (loki)', 'Kuinka kauan tietoja säilytetään']) assert.ok(page.includes(told), told)
  const index = JSON.parse(files.get('data/index.json'))
  assert.equal(index.whole, true)
  for (const { file, rows } of index.kinds.filter((kind) => kind.file)) assert.equal(JSON.parse(files.get(`data/${file}`)).length, rows, file)
  for (const named of page.matchAll(/href="([^"#]+)"/g)) assert.ok(files.has(decodeURI(named[1])), `${named[1]} is in the file`)
  const shown = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await shown.setContent(page)
  assert.equal(await shown.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, 'it fits a telephone')
  // Only its beginning: the whole is longer than a picture can be.
  if (process.env.PUNOS_PICTURES) await shown.screenshot({ path: `${process.env.PUNOS_PICTURES}/readable-page-390.png` })
  await shown.close()

  // What is wrong is pointed at.
  await client.getByRole('button', { name: 'Pyydä korjausta' }).click()
  const dialog = client.getByRole('dialog', { name: 'Mikä tieto on väärin?' })
  await dialog.getByRole('button', { name: 'Lähetä pyyntö' }).click()
  await dialog.getByText('Valitse, mistä tiedosta on kyse.').waitFor()
  await dialog.getByRole('combobox', { name: 'Mistä tiedosta on kyse' }).selectOption({ label: 'Yhteystiedot' })
  const which = dialog.getByRole('combobox', { name: 'Mikä niistä' })
  await which.waitFor()
  await which.selectOption({ index: 1 })
  await dialog.getByRole('textbox', { name: 'Mikä on väärin' }).fill('Tämä ei ole minun.')
  await dialog.getByRole('textbox', { name: 'Mikä on oikein' }).fill('Oikea on 040 1234567.')
  await looked(client, 'asking for a correction')
  await dialog.getByRole('button', { name: 'Lähetä pyyntö' }).click()
  const mine = client.getByRole('region', { name: 'Tiedon korjaaminen' })
  await mine.getByText('Odottaa vastausta').waitFor()

  // The supervisor's desk: found by name, restricted, answered.
  const lead = await as(browser, node, 'Tuula Nieminen')
  await lead.goto('/team')
  await lead.getByRole('link', { name: /^Pyynnöt omista tiedoista/ }).click()
  await lead.getByRole('heading', { level: 1, name: 'Pyynnöt omista tiedoista' }).waitFor()
  await lead.getByRole('textbox', { name: 'Asiakkaan nimi' }).fill('Virtanen')
  await lead.getByRole('button', { name: 'Hae' }).click()
  await looked(lead, 'requests about own data')
  await lead.getByRole('listitem').filter({ hasText: 'Tiedon korjaaminen' }).getByRole('link').click()
  await lead.getByText('Oikea on 040 1234567.').waitFor()
  await lead.getByRole('button', { name: 'Merkitse käsittely rajoitetuksi' }).click()
  const mark = lead.getByRole('dialog', { name: 'Merkitse käsittely rajoitetuksi' })
  await mark.getByRole('textbox', { name: 'Miksi' }).fill('Asiakas kiistää numeron.')
  await looked(lead, 'restricting')
  await mark.getByRole('button', { name: 'Merkitse', exact: true }).click()
  await lead.getByText('Käsittely rajoitettu').waitFor()

  // Whoever sees the client sees the mark.
  const manager = await as(browser, node, 'Sanna Mäkelä')
  const id = await manager.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return found.cards[0].id
  })
  await manager.goto(`/clients/${id}`)
  await manager.getByRole('note').getByText('Asiakas kiistää numeron.').waitFor()
  await pictured(manager, 'restriction-seen')

  await lead.getByRole('button', { name: 'Vastaa' }).click()
  const answer = lead.getByRole('dialog', { name: 'Vastaa' })
  await answer.getByRole('textbox', { name: 'Miten korjattiin' }).fill('Numero on vaihdettu oikeaksi.')
  await answer.getByRole('button', { name: 'Lähetä vastaus' }).click()
  await lead.getByRole('heading', { name: 'Korjattu' }).waitFor()
  await lead.getByRole('button', { name: 'Kerro rajoituksen poistamisesta' }).click()
  const tell = lead.getByRole('dialog', { name: 'Kerro rajoituksen poistamisesta' })
  await tell.getByRole('textbox', { name: 'Miksi rajoitus poistetaan' }).fill('Tieto on korjattu.')
  await tell.getByRole('button', { name: 'Kerro asiakkaalle' }).click()
  await lead.getByRole('button', { name: 'Poista rajoitus' }).click()
  await lead.getByRole('dialog', { name: 'Poista rajoitus' }).getByRole('button', { name: 'Poista', exact: true }).click()
  await lead.getByText('Rajoitus poistettu').waitFor()
  await looked(lead, 'a request that is answered')

  await client.reload()
  await mine.getByText('Numero on vaihdettu oikeaksi.').waitFor()
  await client.getByRole('region', { name: 'Rajoitettu käsittely' }).getByText('Tieto on korjattu.', { exact: false }).waitFor()
  await looked(client, 'the answer')

  // A professional makes a copy for the client; it holds what is open to them.
  await manager.goto(`/clients/${id}/rights`)
  await manager.getByRole('button', { name: 'Tee kopio asiakkaalle' }).click()
  const make = manager.getByRole('dialog', { name: 'Kopio asiakkaalle hänen omista tiedoistaan' })
  await make.getByRole('combobox', { name: 'Miten totesit henkilöllisyyden' }).selectOption('document')
  await make.getByRole('textbox', { name: 'Miksi kopio tehdään puolesta' }).fill('Ei verkkopankkitunnuksia.')
  await looked(manager, 'a copy for the client')
  await make.getByRole('button', { name: 'Tee kopio' }).click()
  const give = manager.getByRole('button', { name: /^Lataa tiedosto/ })
  await give.waitFor({ timeout: 120_000 })
  await pictured(manager, 'copy-for-client')
  const given = unpacked((await fetched(manager, () => give.click())).path)
  assert.equal(JSON.parse(given.get('data/index.json')).whole, false)
  assert.ok(!given.has('data/identifiers.json') && !given.has('data/log.json'))

  for (const page of [client, lead, manager]) {
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})
