// WCAG 2.2 AA by axe and beyond it, on every page of every persona (lib/pages.mjs), without sideways scrolling at 320 px; and what only a person's doing shows: announcements that
// leave the focus alone, a session that warns and goes on, answers that are not asked twice, feedback by anyone, tagged PDF.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { expectAccessible } from '../lib/axe.mjs'
import { as, openBrowser, openPage } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
import { startNode } from '../lib/node.mjs'
import { personas, settle, visitAll } from '../lib/pages.mjs'
import * as wcag from '../lib/wcag.mjs'

const run = promisify(execFile)
let node, browser

before(async () => {
  node = await startNode({ residents: 400 })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
})

const open = (name, size) => (name ? as(browser, node, name, size) : openPage(browser, node, size))

/** All checks of one page; the faults are gathered, so that one run tells them all. */
async function everything(page, name, faults) {
  const size = page.viewportSize()
  const told = async (check, what) => {
    for (const fault of await check) faults.push(`${name}: ${what}: ${fault}`)
  }
  const window = async (width, height) => {
    await page.setViewportSize({ width, height })
    await page.waitForFunction((w) => globalThis.innerWidth === w, width)
  }
  await told(wcag.structure(page), 'structure')
  await told(wcag.names(page), 'names')
  await told(wcag.colourAlone(page), 'colour')
  await told(wcag.dragging(page), 'dragging')
  await told(wcag.still(page), 'movement')
  await told(wcag.targets(page), 'targets')
  await told(wcag.help(page), 'help')
  await told(wcag.cut(page), 'cut')
  await told(wcag.keyboard(page), 'keyboard')
  await told(wcag.spaced(page, () => wcag.cut(page)), 'text spacing')
  // 1280 × 1024 at 400 per cent.
  await window(320, 256)
  await told(wcag.reflow(page), '400 %')
  await told(wcag.cut(page), '400 %')
  await told(wcag.targets(page), '400 %')
  await told(wcag.keyboard(page), '400 % keyboard')
  await page.setViewportSize(size)
  // Text alone at 200 per cent (1.4.4).
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  await told(wcag.cut(page), 'text at 200 %')
  await page.evaluate(() => (document.documentElement.style.fontSize = ''))
  await told(wcag.forcedColours(page), 'forced colours')
}

for (const who of Object.keys(personas)) {
  test(`the pages of ${who}`, { timeout: 900_000 }, async () => {
    const faults = []
    const visit = async (page, { name }) => {
      await looked(page, name)
      await everything(page, name, faults)
    }
    await visitAll(open, visit, (one) => one.who === who && (!process.env.PUNOS_PAGE || one.path.includes(process.env.PUNOS_PAGE)))
    assert.deepEqual(faults, [])
  })
}

test('what happens is said aloud and the focus stays where it was', { timeout: 180_000 }, async () => {
  const page = await as(browser, node, 'Sanna Mäkelä')
  // How many were found, while one writes.
  await settle(page, '/clients')
  const search = page.locator('main').getByRole('combobox').or(page.locator('main').getByRole('searchbox')).or(page.locator('main input')).first()
  await search.focus()
  const found = await wcag.announced(page, () => page.keyboard.type('virtanen', { delay: 30 }))
  await found.hears(/\d+ (asiakas|asiakasta|tulos|tulosta|löytyi)|löytyi/)
  assert.ok(await found.focusStayed(), 'the search keeps the focus')
  // A language is changed.
  await page.getByRole('button', { name: /^SV,/ }).focus()
  const language = await wcag.announced(page, () => page.keyboard.press('Enter'))
  await language.hears(/svenska/)
  assert.ok(await language.focusStayed())
  await page.getByRole('button', { name: /^FI,/ }).click()
  // A faulty form says what is wrong and where.
  await settle(page, '/clients/new')
  const send = page.locator('main form button[type=submit], main button.btn-primary').last()
  await send.focus()
  const wrong = await wcag.announced(page, () => page.keyboard.press('Enter'))
  await wrong.hears(/\S/)
  await page.locator('[aria-invalid=true]').first().waitFor()
  for (const field of await page.locator('[aria-invalid=true]').all()) {
    const id = await field.getAttribute('aria-describedby')
    assert.ok(id, 'what is wrong is tied to its field')
  }
  await page.context().close()

  const client = await as(browser, node, 'Aino Virtanen', personas.client.size)
  await client.goto('/my')
  await client.getByRole('link', { name: 'Lähetä viesti' }).first().click()
  await client.getByLabel('Kirjoita viesti').fill('Milloin arvio valmistuu?')
  const button = client.getByRole('button', { name: 'Lähetä viesti' })
  await button.focus()
  const sent = await wcag.announced(client, () => client.keyboard.press('Enter'))
  await sent.hears(/Viesti lähetettiin/)
  assert.notEqual(await client.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus is not lost')
  await client.context().close()
})

test('a session warns ten minutes before its end, goes on, and what is being written stays', { timeout: 240_000 }, async (t) => {
  // A session of eleven minutes: the warning comes after one.
  const short = await startNode({ residents: 60, args: ['--session-minutes', '11'] })
  t.after(() => short.stop())
  const page = await as(browser, short, 'Aino Virtanen', personas.client.size)
  await page.goto('/my/new?kind=contact')
  await page.getByText('kohta 1/5').waitFor()
  await page.getByRole('radio').first().check({ force: true })
  await page.getByRole('button', { name: 'Jatka', exact: true }).click()
  await page.getByText('kohta 2/5').waitFor()
  await page.getByRole('button', { name: 'Jatka', exact: true }).click()
  await page.getByText('kohta 3/5').waitFor()
  await page.locator('textarea').fill('Kirjoitan tätä')
  await page.locator('textarea').focus()
  const told = await wcag.announced(page, async () => {})
  await page.getByRole('button', { name: 'Jatka istuntoa' }).waitFor({ timeout: 120_000 })
  await told.hears(/Istuntosi päättyy kello/)
  assert.ok(await told.focusStayed(), 'the warning takes no focus')
  await page.keyboard.type(' edelleen')
  assert.equal(await page.locator('textarea').inputValue(), 'Kirjoitan tätä edelleen')
  await looked(page, 'the end of a session')
  assert.deepEqual(await wcag.keyboard(page), [], 'the warning hides nothing that has the focus')
  const before = await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()).then((s) => s.ends_in))
  assert.ok(before <= 600)
  await page.getByRole('button', { name: 'Jatka istuntoa' }).click()
  await page.getByRole('button', { name: 'Jatka istuntoa' }).waitFor({ state: 'hidden' })
  assert.ok((await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()).then((s) => s.ends_in))) > 600)
  assert.equal(await page.locator('textarea').inputValue(), 'Kirjoitan tätä edelleen', 'nothing written is lost')
  // 3.3.7: what was answered is not asked again when one goes back and forth.
  await page.getByRole('button', { name: 'Edellinen' }).click()
  await page.getByText('kohta 2/5').waitFor()
  await page.getByRole('button', { name: 'Edellinen' }).click()
  await page.getByText('kohta 1/5').waitFor()
  assert.ok(await page.getByRole('radio').first().isChecked())
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a session that ended keeps what was being written for its person, and for nobody else', async () => {
  const page = await as(browser, node, 'Aino Virtanen', personas.client.size)
  const writing = async () => {
    await page.goto('/my')
    await page.getByRole('link', { name: 'Lähetä viesti' }).first().click()
    await page.getByLabel('Kirjoita viesti').fill('Kesken jäänyt viesti')
  }
  await writing()
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Lähetä viesti' }).click()
  const ended = page.getByRole('dialog', { name: 'Istuntosi on päättynyt' })
  await ended.waitFor()
  assert.equal(await page.getByText('Kesken jäänyt viesti').isVisible(), false, 'the page is out of sight')
  await looked(page, 'a session that has ended')
  await ended.getByRole('button', { name: 'Kirjaudu uudelleen: Aino Virtanen' }).click()
  await ended.waitFor({ state: 'hidden' })
  assert.equal(await page.getByLabel('Kirjoita viesti').inputValue(), 'Kesken jäänyt viesti')
  await page.getByRole('button', { name: 'Lähetä viesti' }).click()
  await page.getByText('Viesti lähetettiin').first().waitFor()

  // Who leaves, leaves nothing in the browser.
  await writing()
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Lähetä viesti' }).click()
  await ended.getByRole('button', { name: 'Poistu tallentamatta' }).click()
  await page.locator('.personas').first().waitFor()
  assert.equal(await page.locator('textarea').count(), 0)
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  assert.ok(!stored.includes('Kesken') && !stored.includes('Virtanen'), stored)
  await page.context().close()
})

test('logging out in one tab takes the page from the other', async () => {
  const page = await as(browser, node, 'Aino Virtanen', personas.client.size)
  await page.goto('/my')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByRole('link', { name: 'Lähetä viesti' }).first().waitFor()
  await page.getByRole('button', { name: 'Kirjaudu ulos' }).click()
  await other.locator('.personas').first().waitFor()
  assert.equal(await other.getByRole('dialog').count(), 0)
  await page.context().close()
})

test('nothing is to be remembered or solved at log-in', async () => {
  const page = await openPage(browser, node)
  await page.goto('/')
  await page.locator('h1').waitFor()
  assert.deepEqual(await wcag.authentication(page), [])
  await page.context().close()
})

test('anyone sends feedback on accessibility and reads the answer by its code', { timeout: 180_000 }, async () => {
  const page = await openPage(browser, node, { width: 390, height: 844 })
  await page.goto('/')
  await page.getByRole('link', { name: 'Saavutettavuusseloste' }).click()
  await page.getByRole('heading', { name: 'Saavutettavuusseloste', level: 1 }).waitFor()
  await page.getByText('Traficom').first().waitFor()
  await page.getByRole('link', { name: 'Kirjoita palaute' }).click()
  await page.getByRole('button', { name: 'Lähetä palaute' }).click()
  await page.getByRole('alert').first().waitFor()
  await page.getByLabel(/^Mikä ei toiminut/).fill('Ruudunlukija ei kerro, mikä vaihe on menossa.')
  await looked(page, 'feedback')
  await page.getByRole('button', { name: 'Lähetä palaute' }).click()
  await page.getByRole('heading', { name: 'Kiitos, palaute on lähetetty' }).waitFor()
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Kiitos/, 'the focus comes to the receipt, as the form is gone')
  const code = await page.locator('.statement-code').innerText()
  assert.match(code, /^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
  await page.getByLabel(/^Palautteen koodi/).fill(code.toLowerCase())
  await page.getByRole('button', { name: 'Näytä vastaus' }).click()
  await page.getByText('Siihen ei ole vielä vastattu').waitFor()

  const admin = await as(browser, node, 'Antti Korpela')
  await admin.getByRole('navigation', { name: 'Ylläpidon osat' }).getByRole('link', { name: 'Saavutettavuus' }).click()
  await admin.getByText('Ruudunlukija ei kerro').waitFor()
  await looked(admin, 'feedback of the administrator')
  const item = admin.locator('li.card', { hasText: 'Ruudunlukija ei kerro' })
  await item.getByRole('button', { name: /^Vastaa/ }).click()
  await admin.getByRole('dialog').getByLabel(/^Vastaus/).fill('Kiitos. Vaihe luetaan nyt.')
  await admin.getByRole('dialog').getByRole('button', { name: 'Lähetä vastaus' }).click()
  await item.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Näytä vastaus' }).click()
  await page.getByText('Kiitos. Vaihe luetaan nyt.').waitFor()
  await page.getByLabel(/^Palautteen koodi/).fill('00000-00000')
  await page.getByRole('button', { name: 'Näytä vastaus' }).click()
  await page.getByText('Tällä koodilla ei löydy palautetta').waitFor()
  await expectAccessible(page, 'an unknown code')
  assert.deepEqual([...page.faults, ...admin.faults], [])
  await page.context().close()
  await admin.context().close()
})

test('a decision and a plan on paper are tagged, titled and in their language', { timeout: 120_000 }, async () => {
  const page = await as(browser, node, 'Sanna Mäkelä')
  const papers = await page.evaluate(async () => {
    const get = (path) => fetch(`/api/v1/staff${path}`).then((r) => r.json())
    const desk = await get('/desk?view=mine')
    const found = []
    for (const card of desk.lanes.flatMap((lane) => lane.cards)) {
      const matter = await get(`/matters/${card.id}`)
      for (const one of matter.documents ?? []) found.push({ id: one.id, title: one.title?.fi ?? '' })
    }
    return found
  })
  assert.ok(papers.length > 0, 'the demo has documents')
  for (const [i, paper] of papers.slice(0, 4).entries()) {
    for (const lang of ['fi', 'sv']) {
      const answer = await page.request.get(`/api/v1/staff/documents/${paper.id}/print.pdf?lang=${lang}`)
      assert.equal(answer.status(), 200)
      const file = join(node.data, `paper-${i}-${lang}.pdf`)
      await writeFile(file, await answer.body())
      const bytes = (await answer.body()).toString('latin1')
      assert.match(bytes, /\/Lang\s*\((fi|sv)(-FI)?\)/, 'the language is told')
      const info = (await run('pdfinfo', [file])).stdout
      assert.match(info, /Tagged:\s+yes/)
      assert.match(info, /Title:\s+\S/)
      const tree = (await run('pdfinfo', ['-struct-text', file])).stdout
      assert.match(tree, /H1/, 'the title is a heading')
      assert.match(tree, /\bP\b|Table|\bL\b/, 'the words are in the tree')
      // Every word that is drawn is in the tree: nothing is read by nobody.
      const words = (text) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').split(' ').filter((w) => w.length > 3)
      const told = new Set(words(tree))
      const drawn = words((await run('pdftotext', ['-raw', file, '-'])).stdout)
      const lost = drawn.filter((w) => !told.has(w))
      assert.ok(lost.length <= drawn.length * 0.1, `${lost.length} of ${drawn.length} words are outside the tree: ${lost.slice(0, 12)}`)
    }
  }
  await page.context().close()
})
