// A home visit on a phone, the connection cut and back: what is needed is taken along, captured without a connection, kept over a reload,
// sent once when the connection is back, and forgotten when the nurse logs out.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
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

/** The client who can log in. */
const aino = (page) =>
  page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return found.cards[0].id
  })

/** How many pain scores the client has. */
const pains = (page, id) =>
  page.evaluate(async (id) => {
    const { measurements } = await fetch(`/api/v1/staff/clients/${id}/functioning`).then((r) => r.json())
    return measurements.filter(({ measure }) => measure === 'pain').length
  }, id)

/** Everything the browser keeps for this place, as text. */
const kept = (page) =>
  page.evaluate(async () => {
    const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((done, fail) => Object.assign(indexedDB.open(name), { onsuccess: (e) => done(e.target.result), onerror: fail }))
      for (const store of db.objectStoreNames) {
        const rows = await new Promise((done, fail) => Object.assign(db.transaction(store).objectStore(store).getAll(), { onsuccess: (e) => done(e.target.result), onerror: fail }))
        for (const row of rows) texts.push(JSON.stringify(row, (_, one) => (one instanceof ArrayBuffer || ArrayBuffer.isView(one) ? new TextDecoder('latin1').decode(one) : one)))
      }
      db.close()
    }
    const asked = []
    for (const cache of await caches.keys()) for (const request of await (await caches.open(cache)).keys()) asked.push(new URL(request.url).pathname)
    return { text: texts.join('\n'), asked }
  })

const WORDS = 'sininen kahvipannu'

test('a home visit is captured without a connection and sent when it is back', { timeout: 240_000 }, async () => {
  const nurse = await as(browser, node, 'Riikka Lahtinen', { width: 390, height: 844 })
  const id = await aino(nurse)
  const before = await pains(nurse, id)
  await nurse.goto(`/clients/${id}/functioning`)
  await nurse.getByRole('button', { name: 'Ota mukaan käynnille' }).click()
  const take = nurse.getByRole('dialog', { name: 'Ota mukaan käynnille' })
  await take.getByLabel('Valitse avauslause').fill('lyhyt')
  await take.getByRole('button', { name: 'Ota mukaan', exact: true }).click()
  await take.getByText(/^Kirjoita vähintään/).waitFor()
  await looked(nurse, 'taking a visit along')
  await take.getByLabel('Valitse avauslause').fill(WORDS)
  await take.getByRole('button', { name: 'Ota mukaan', exact: true }).click()
  await take.waitFor({ state: 'detached' })
  await nurse.getByRole('link', { name: 'Mukana laitteella' }).click()
  await nurse.getByRole('heading', { level: 1, name: 'Tällä laitteella' }).waitFor()

  // The connection goes. A measure is captured, its result counted on the device, and it is said where it is.
  await nurse.context().setOffline(true)
  await nurse.getByText(/^Yhteys on poikki/).waitFor()
  const visit = nurse.getByRole('region', { name: /Virtanen/ })
  await visit.getByRole('combobox', { name: 'Mittari' }).selectOption({ label: 'Kipu 0–10' })
  await visit.getByRole('button', { name: 'Kirjaa mittaus' }).click()
  const pain = nurse.getByRole('listitem', { name: 'Kipu 0–10' })
  await pain.getByText('Kesken, tässä laitteessa salattuna').waitFor()
  await pain.getByRole('radio', { name: '6', exact: true }).check()
  await pain.getByText('Laskettu tällä laitteella.', { exact: false }).waitFor()
  await looked(nurse, 'a measure without a connection')
  await pain.getByRole('button', { name: 'Valmis, lähetä kun yhteys toimii' }).click()
  await pain.getByText('Tässä laitteessa salattuna, odottaa lähettämistä').waitFor()

  // What is kept cannot be read without the words: not the name, not the answers; and no answer of the node is in a cache.
  const { text, asked } = await kept(nurse)
  assert.ok(text.length > 1_000, 'something is kept')
  for (const word of ['Virtanen', 'Aino', 'pain', WORDS]) assert.ok(!text.includes(word), `${word} can be read on the device`)
  assert.ok(asked.length > 3 && asked.every((path) => !path.startsWith('/api') && !path.startsWith('/fhir')), asked.join(' '))

  // The browser is opened anew, still without a connection: the words are asked, wrong ones open nothing.
  await nurse.reload()
  await nurse.getByRole('heading', { name: 'Avaa mukaan otetut tiedot' }).waitFor()
  await looked(nurse, 'locked on the device')
  await nurse.getByLabel('Avauslause', { exact: true }).fill('punainen kahvipannu')
  await nurse.getByRole('button', { name: 'Avaa', exact: true }).click()
  await nurse.getByText('Avauslause on väärä.').waitFor()
  await nurse.getByLabel('Avauslause', { exact: true }).fill(WORDS)
  await nurse.getByRole('button', { name: 'Avaa', exact: true }).click()
  await pain.getByText('Tässä laitteessa salattuna, odottaa lähettämistä').waitFor()

  // The connection is back: it is sent, once, and the node's own score is told.
  await nurse.context().setOffline(false)
  await nurse.getByText('Yhteys toimii.').waitFor()
  await pain.getByText(/^Tallennettu Punokseen/).waitFor()
  await pain.getByText('Punoksen laskema tulos:', { exact: false }).waitFor()
  await looked(nurse, 'a visit that has been sent')
  await nurse.goto(`/clients/${id}/functioning`)
  await nurse.getByText('Käynti on mukana tällä laitteella.').waitFor()
  assert.equal(await pains(nurse, id), before + 1, 'sent once')

  // Logging out forgets everything.
  await nurse.getByRole('button', { name: 'Kirjaudu ulos' }).click()
  await nurse.getByRole('button', { name: 'Kirjaudu ulos' }).waitFor({ state: 'detached' })
  await nurse.goto('/on-this-device')
  await nurse.getByText('Laitteelle ei ole otettu mukaan yhtään käyntiä.').waitFor()
  const left = await kept(nurse)
  assert.deepEqual(left.asked, [], 'the files are gone too')
})
