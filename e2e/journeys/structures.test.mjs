// National documents: a case manager finds one by name and carries it to an export; a dozen are filled through the form by hand;
// every one of the set draws, takes a complete answer, is checked and finished, prints and exports.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { expectAccessible, expectReflow } from '../lib/axe.mjs'
import { as, openBrowser } from '../lib/browser.mjs'
import { startNode } from '../lib/node.mjs'
import { absent, answer, fields, fillStructure, folder, keep, marksOf } from '../lib/structures.mjs'

if (absent) console.log(`SKIPPED, national structures are not looked at: ${absent}`)

let node, browser
const run = promisify(execFile)

before(async () => {
  if (absent) return
  node = await startNode({ residents: 400 })
  const order = async (...args) => JSON.parse((await run(node.binary, [...args, '--data', node.data, '--json'], { maxBuffer: 1e8 })).stdout)
  const report = await order('import', 'structures', folder)
  assert.deepEqual([report.imported, report.errors], [202, []])
  // One official list; the others are only linked.
  const list = { resourceType: 'CodeSystem', url: 'urn:oid:1.2.246.537.6.1248', version: '1', content: 'complete', title: 'Ratkaisun laji', concept: [{ code: '1', display: 'Myönteinen ratkaisu' }, { code: '2', display: 'Kielteinen ratkaisu' }] }
  const file = join(node.data, 'ratkaisun-laji.json')
  await writeFile(file, JSON.stringify(list))
  assert.equal((await order('import', 'codes', file)).imported, 1)
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
})

/** Requests of the person in the page, as the screens make them. */
async function caller(page) {
  const session = await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))
  return async (method, path, { body, match, key } = {}) => {
    const headers = { 'x-csrf-token': session.csrf, origin: node.url }
    if (match !== undefined) headers['if-match'] = `"${match}"`
    if (key) headers['idempotency-key'] = crypto.randomUUID()
    const response = await page.request.fetch(`/api/v1/staff${path}`, { method, headers, ...(body === undefined ? {} : { data: body }) })
    const type = response.headers()['content-type'] ?? ''
    const got = type.includes('json') ? await response.json() : await response.body()
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${JSON.stringify(got).slice(0, 600)}`)
    return got
  }
}

/** Matters that somebody handles, of the person's own desk; at most so many. */
async function handled(ask, view, most = 1) {
  const desk = await ask('GET', `/desk?view=${view}`)
  const found = []
  for (const card of desk.lanes.flatMap((lane) => lane.cards)) {
    if (found.length === most) break
    if (!card.handler) continue
    const matter = await ask('GET', `/matters/${card.id}`)
    if (matter.state === 'open' && matter.permitted_actions.includes('document') && matter.decisions.every((d) => d.state === 'sent')) found.push(matter)
  }
  assert.ok(found.length > 0, 'no matter to write in')
  return found
}

/** Moves inside the application, without loading it again. */
async function go(page, path) {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, path)
}

/** Begins a document on a structure: a decision by its own way. */
async function begin(ask, matter, card) {
  const body = { structure_id: card.id, client_id: matter.clients[0].id }
  if (card.kind !== 'decision') return { begun: await ask('POST', `/matters/${matter.id}/documents`, { body, key: true }) }
  const decision = await ask('POST', `/matters/${matter.id}/decisions`, { body, key: true })
  return { decision, begun: await ask('GET', `/documents/${decision.document_id}`) }
}

const place = (matter, { begun, decision }) => (decision ? `/matters/${matter.id}/decision/${decision.id}` : `/matters/${matter.id}/documents/${begun.id}`)

/** Marks the document on the page ready and waits until it can be exported; a decision is made and sent. */
async function finish(page, ask, { decision, begun }) {
  if (decision) {
    const now = await ask('GET', `/decisions/${decision.id}`)
    const document = await ask('GET', `/documents/${begun.id}`)
    await ask('POST', `/decisions/${decision.id}/decide`, { body: { document_version: document.version }, match: now.version })
    const decided = await ask('GET', `/decisions/${decision.id}`)
    await ask('POST', `/decisions/${decision.id}/send`, { body: {}, match: decided.version })
    return
  }
  await page.getByRole('button', { name: 'Merkitse valmiiksi' }).first().click()
  const exported = page.getByRole('link', { name: 'Lataa JSON-tiedostona' })
  const refused = page.locator('.note-danger')
  await exported.or(refused).first().waitFor()
  if ((await exported.count()) === 0) throw new Error(`not taken: ${await refused.first().innerText()}`)
}

/** The finished document on paper and as data. */
async function given(ask, card, id) {
  const [pdf, out] = await Promise.all([ask('GET', `/documents/${id}/print.pdf?lang=fi`), ask('GET', `/documents/${id}/export.json`)])
  assert.equal(pdf.subarray(0, 4).toString(), '%PDF', card.oid)
  assert.equal(out.structure.oid, card.oid)
  // Only the identity code of somebody the register does not know here may be missing.
  assert.deepEqual(out.gaps.filter((gap) => !gap.path.endsWith('/henkilotunnus')), [], card.oid)
  return out
}

test('a case manager finds a payment commitment by name, fills, finishes, prints and exports it', { skip: absent, timeout: 300_000 }, async () => {
  const page = await as(browser, node, 'Sanna Mäkelä')
  const ask = await caller(page)
  const [matter] = await handled(ask, 'mine')
  await page.goto(`/matters/${matter.id}`)
  await page.getByRole('button', { name: 'Aloita muu asiakirja' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('202 asiakirjaa').waitFor()
  await dialog.getByLabel(/Asiakirjan nimi/).fill('maksusitoumus sosiaalihuollon')
  await dialog.getByText('1 asiakirja', { exact: true }).waitFor()
  await expectAccessible(page, 'catalogue of structures')
  await dialog.getByRole('button', { name: /^Sosiaalihuollon maksusitoumus/ }).click()
  await page.getByRole('heading', { name: 'Sosiaalihuollon maksusitoumus' }).first().waitFor()
  const name = matter.clients[0].name.split(',')[0]
  await page.getByLabel('Sukunimi').first().waitFor()
  assert.equal(await page.getByLabel('Sukunimi').first().inputValue(), name, 'the client is named already')
  await page.getByText('Tunnusta ei tallenneta asiakirjaan').first().waitFor()
  await page.getByLabel(/Vastaanottajan nimi/).fill('Apteekki Kielo')
  // A code set that is only linked says so, and offers what structures mention.
  const task = page.getByRole('combobox', { name: /^Palvelutehtävä/ })
  await task.fill('vammais')
  await page.getByRole('option', { name: /Vammaispalvelut/ }).click()
  assert.match(await task.inputValue(), /Vammaispalvelut \(20\)/)
  await page.getByText('virallista luetteloa ei ole tuotu').first().waitFor()
  await page.getByRole('textbox', { name: 'Maksimisumma', exact: true }).fill('120,50')
  await page.getByRole('textbox', { name: /^Yksikkö ?: Maksimisumma/ }).fill('EUR')
  await page.getByText(/Tallennettu klo/).waitFor()
  await expectAccessible(page, 'a national form')
  await page.setViewportSize({ width: 320, height: 800 })
  await expectReflow(page, 'a national form')
  await page.setViewportSize({ width: 1440, height: 900 })
  await picture(page, 'structure-form')
  await page.getByRole('button', { name: 'Merkitse valmiiksi' }).first().click()
  const json = page.getByRole('link', { name: 'Lataa JSON-tiedostona' })
  await json.waitFor()
  const out = await page.evaluate((href) => fetch(href).then((r) => r.json()), await json.getAttribute('href'))
  const body = out.body.sosiaalihuollon_maksusitoumus
  assert.match(body.asiakas[0].henkilotunnus.value, /^\d{6}[-+A-FU-Y]9\d\d[0-9A-Y]$/, 'the identity code is put in on the way out')
  assert.deepEqual([body.maksusitoumus.maksimisumma, body.palvelutehtava.code, out.gaps], [{ value: 120.5, code: 'EUR' }, '20', []])
  const kept = await ask('GET', `/documents/${out.id}`)
  assert.equal(kept.body.sosiaalihuollon_maksusitoumus.asiakas[0].henkilotunnus, undefined, 'and kept nowhere in the document')
  const pdf = await ask('GET', `/documents/${out.id}/print.pdf?lang=fi`)
  assert.equal(pdf.subarray(0, 4).toString(), '%PDF')

  // What it means stands with the matter and the client.
  await page.goto(`/matters/${matter.id}`)
  const card = page.getByRole('region', { name: 'Maksusitoumukset' })
  await card.getByText('Apteekki Kielo').first().waitFor()
  await card.getByText(/enintään 120,50/).waitFor()
  await expectAccessible(page, 'a matter with a commitment')
  await picture(page, 'commitment-matter')
  await page.goto(`/clients/${matter.clients[0].id}/services`)
  await page.getByRole('region', { name: 'Maksusitoumukset' }).getByText('Apteekki Kielo').first().waitFor()
  await page.setViewportSize({ width: 320, height: 800 })
  await expectReflow(page, 'a client with a commitment')
  await picture(page, 'commitment-client-320')
  await page.setViewportSize({ width: 1440, height: 900 })

  // A permit asks for who gave it only when somebody else did; what was said is shown with what it does not do.
  const { items } = await ask('GET', '/structures?q=luovutuslupa-asiakirja')
  const permit = await begin(ask, matter, items[0])
  await page.goto(place(matter, permit))
  const instead = page.locator('[data-field="doc_luovutuslupa_asiakirja_luovutusluvan_antaja_on_laillinen_edustaja"]')
  await instead.waitFor()
  const giver = page.getByRole('heading', { name: 'Luovutusluvan antaja', exact: true })
  assert.equal(await giver.count(), 0, 'nobody else is asked for yet')
  await instead.getByRole('radio').first().check({ force: true })
  await giver.waitFor()
  await page.getByText('Vastaustesi perusteella tämä kohta on täytettävä.').first().waitFor()
  await picture(page, 'permit-form')
  await page.getByText(/Tallennettu klo/).waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

async function picture(page, name) {
  if (process.env.PUNOS_PICTURES) await page.screenshot({ path: `${process.env.PUNOS_PICTURES}/${name}.png`, fullPage: true })
}

// A dozen of many kinds: a decision on paper, plans with rows in rows, assessments, statements, agreements, notices of rights.
const BY_HAND = ['1506.4018', '1506.4006', '1506.9001', '1506.15003', '1506.1019', '1506.1000', '1506.19001', '1506.1009', '1505.8', '1506.15010', '1506.15023', '1506.13003']

test('a dozen are filled field by field, by mouse and keyboard, and finished', { skip: absent, timeout: 600_000 }, async () => {
  const page = await as(browser, node, 'Tuula Nieminen')
  const ask = await caller(page)
  const [matter] = await handled(ask, 'team')
  const { items } = await ask('GET', '/structures')
  const some = items.filter((card) => BY_HAND.includes(card.family.replace('1.2.246.537.6.', '')))
  assert.ok(some.length >= 10, `${some.length} of the dozen are in the set`)
  await page.goto(`/matters/${matter.id}`)
  await page.getByRole('button', { name: 'Aloita muu asiakirja' }).waitFor()
  for (const card of some) {
    const one = await begin(ask, matter, card)
    await go(page, place(matter, one))
    await page.locator('.doc-head h2', { hasText: card.title.fi }).waitFor()
    const marks = marksOf((await ask('GET', `/structures/${card.id}`)).schema)
    let filled = await fillStructure(page, marks)
    // An answer may have asked for another field.
    filled += await fillStructure(page, marks)
    assert.ok(filled > 3, `${card.title.fi}: only ${filled} fields were filled`)
    await page.getByText(/Tallennettu klo/).waitFor()
    await finish(page, ask, one)
    const out = await given(ask, card, one.begun.id)
    assert.ok(JSON.stringify(out.body).includes('Keskusteltu asiakkaan kanssa'), card.title.fi)
  }
  console.log(`${some.length} filled by hand`)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

/** What an answer must be for the room to believe it: a customership of the matter's own task, a matter that goes on. */
function believed(card, whole) {
  const root = whole[Object.keys(whole)[0]]
  if (card.family.endsWith('.1505.1')) {
    delete root.sosiaalihuollon_asiakkuus.asiakkuuden_paattymispvm
    delete root.sosiaalihuollon_asiakkuus.asiakkuuden_paattymisen_perustelu
    root.sosiaalihuollon_palvelutehtava[0].palvelutehtava = { system: 'urn:oid:1.2.246.537.6.1221', code: '99', display: 'Muu' }
  }
  if (card.family.endsWith('.1505.2')) delete root.asian_tiedot.paattymispaiva
  return whole
}

test('every national structure draws, takes a complete answer, is checked, prints and exports', { skip: absent, timeout: 1_200_000 }, async () => {
  const asking = await as(browser, node, 'Tuula Nieminen')
  const matters = await handled(await caller(asking), 'team', 8)
  const { items } = await (await caller(asking))('GET', '/structures')
  assert.equal(items.length, 202)
  await asking.context().close()
  // Two windows, for the node answers one while the browser draws the other.
  const queue = [...items]
  let gaps = 0
  let done = 0
  const window = async (mine) => {
    const page = await as(browser, node, 'Tuula Nieminen')
    const ask = await caller(page)
    await page.goto(`/matters/${mine[0].id}`)
    await page.getByRole('button', { name: 'Aloita muu asiakirja' }).waitFor()
    for (let card = queue.shift(); card; card = queue.shift()) {
      const matter = mine[done % mine.length]
      const structure = await ask('GET', `/structures/${card.id}`)
      const one = await begin(ask, matter, card)
      const whole = believed(card, keep(answer(structure.schema), one.begun.body))
      await ask('PUT', `/documents/${one.begun.id}`, { body: { body: whole }, match: one.begun.version })
      await go(page, place(matter, one))
      const wanted = fields(structure.schema, whole)
      const drawn = await page
        .waitForFunction(
          ([title, count]) => {
            const there = [...document.querySelectorAll('.doc-head h2')].some((h) => h.textContent === title)
            const ids = [...document.querySelectorAll('.doc-form [data-field]')].map((e) => e.getAttribute('data-field'))
            return there && ids.length >= count ? ids : false
          },
          [card.title.fi, wanted.length],
          { polling: 50 },
        )
        .then((handle) => handle.jsonValue())
        .catch((e) => {
          throw new Error(`${card.title.fi} (${card.oid}) was not drawn whole: ${e.message}`)
        })
      assert.deepEqual(drawn, wanted, `${card.title.fi}: the fields in the structure's order`)
      assert.equal(await page.getByText('ei voi täyttää tällä lomakkeella').count(), 0, card.title.fi)
      await finish(page, ask, one).catch((e) => {
        throw new Error(`${card.title.fi} (${card.oid}): ${e.message}`)
      })
      const out = await given(ask, card, one.begun.id)
      gaps += out.gaps.length > 0 ? 1 : 0
      done += 1
    }
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
  const half = Math.ceil(matters.length / 2)
  await Promise.all([window(matters.slice(0, half)), ...(matters.length > 1 ? [window(matters.slice(half))] : [])])
  assert.equal(done, 202)
  console.log(`202 drawn, answered, finished, printed, exported; ${gaps} lack an identity code of another than the client`)
})

test('the administrator finds code sets, which structures use them, and what the imports told', { skip: absent, timeout: 120_000 }, async () => {
  const page = await as(browser, node, 'Antti Korpela')
  await page.getByRole('link', { name: 'Luokitukset' }).click()
  await page.getByRole('heading', { name: 'Luokitukset', level: 1 }).waitFor()
  await page.getByText(/virallisia luetteloita ei ole tuotu/).waitFor()
  await page.getByText('202 uutta').waitFor()
  await expectAccessible(page, 'code sets')
  await picture(page, 'code-sets')
  await page.getByLabel('Luokituksen nimi tai tunniste').fill('ratkaisun laji')
  await page.getByText('2 luokituksen versiota').waitFor()
  await page.getByText('Aiempi versio').waitFor()
  await page.setViewportSize({ width: 320, height: 800 })
  await expectReflow(page, 'code sets')
  await picture(page, 'code-sets-320')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('link', { name: 'Ratkaisun laji' }).first().click()
  await page.getByRole('cell', { name: 'Myönteinen ratkaisu' }).waitFor()
  await page.getByText(/rakennetta käyttää tätä/).waitFor()
  await page.getByLabel('Koodi tai sen nimi').fill('kielteinen')
  await page.getByRole('cell', { name: 'Myönteinen ratkaisu' }).waitFor({ state: 'detached' })
  await expectAccessible(page, 'a code set')
  await picture(page, 'code-set')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
