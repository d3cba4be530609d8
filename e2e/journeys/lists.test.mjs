// Lists: views saved and shared, many at once, taken back, taken out as a table; and what was done but not recorded.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { logIn, openBrowser, openPage } from '../lib/browser.mjs'
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

/** The desk as a list, with its rows there. */
async function list(page) {
  await page.goto('/desk')
  await page.getByRole('button', { name: 'Lista', exact: true }).click()
  await page.locator('.desk-list tbody tr').first().waitFor()
}

test('a view keeps filters, columns and look, and is shared with the team', { timeout: 180_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  await list(page)
  await page.getByRole('button', { name: 'Sarakkeet' }).click()
  await page.getByRole('checkbox', { name: 'Kunta' }).check()
  await page.getByRole('button', { name: 'Siirrä Kunta aiemmaksi' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('columnheader', { name: 'Kunta' }).waitFor()
  await looked(page, 'the desk as a list')
  await page.getByRole('button', { name: 'Tallenna uutena näkymänä' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Näkymän nimi/).fill('Kunnittain')
  await dialog.getByLabel('Kenelle').selectOption({ index: 1 })
  await looked(page, 'saving a view')
  await dialog.getByRole('button', { name: 'Tallenna', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Kunnittain' }).waitFor()
  assert.match(page.url(), /[?&]v=[0-9a-f-]{36}/)

  // Her social worker has the same view, cannot change it, and may open the desk with it.
  const other = await openPage(browser, node)
  await logIn(other, 'Päivi Koskela')
  await other.getByRole('link', { name: 'Kunnittain' }).click()
  await other.getByRole('columnheader', { name: 'Kunta' }).waitFor()
  await other.getByRole('button', { name: 'Näkymän Kunnittain toiminnot' }).click()
  assert.equal(await other.getByRole('menuitem', { name: /Nimeä tai jaa/ }).getAttribute('aria-disabled'), 'true')
  await other.getByRole('menuitem', { name: 'Avaa työpöytä tällä' }).click()
  await other.getByText('(oletus)').waitFor()
  await other.goto('/desk')
  await other.waitForURL(/[?&]v=/)
  assert.deepEqual([...page.faults, ...other.faults], [])
  await page.context().close()
  await other.context().close()
})

test('many at once: shown first, done, told row by row, taken back', { timeout: 180_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  await list(page)
  const boxes = page.locator('.desk-list tbody input[type=checkbox]')
  await boxes.nth(0).click()
  await boxes.nth(3).click({ modifiers: ['Shift'] })
  await page.getByText('4 valittu').waitFor()
  await boxes.nth(3).press('Control+a')
  const all = await boxes.count()
  await page.getByText(`${all} valittu`).waitFor()
  await page.getByRole('button', { name: 'Ota…' }).click()
  const dialog = page.getByRole('dialog')
  const go = dialog.getByRole('button', { name: /^Tee \d+ asialle/ })
  await go.waitFor()
  await looked(page, 'the preview of many')
  const can = Number((await go.innerText()).match(/\d+/)[0])
  assert.ok(can > 0 && can < all, 'some can be taken and some cannot')
  await go.click()
  await dialog.getByText(`${can} ${can === 1 ? 'asia tehtiin' : 'asiaa tehtiin'}.`).waitFor()
  await looked(page, 'the report of many')
  await dialog.getByRole('button', { name: new RegExp(`^Kumoa ${can}`) }).click()
  await dialog.getByText('0 asiaa tehtiin.').waitFor()
  assert.equal(await dialog.getByText('Kumottu', { exact: true }).count(), can)
  await dialog.getByRole('button', { name: 'Sulje' }).click()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('what is seen is taken out as a table', { timeout: 120_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  await list(page)
  const seen = await page.locator('.desk-list tbody tr').first().locator('a').first().innerText()
  for (const [item, ending] of [['Excel-työkirja', 'xlsx'], ['CSV-tiedosto', 'csv']]) {
    await page.getByRole('button', { name: 'Vie taulukkona' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: new RegExp(item) }).click()])
    assert.ok(download.suggestedFilename().endsWith(`.${ending}`))
    const bytes = await readFile(await download.path())
    if (ending === 'xlsx') assert.equal(bytes.subarray(0, 2).toString(), 'PK')
    else {
      const lines = bytes.toString('utf8').split('\r\n')
      assert.ok(lines[0].startsWith('\ufeff'))
      assert.ok(lines[1].includes(seen.split(',')[0]), 'the first row of the list is the first of the table')
    }
  }
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('what was done but not recorded waits for whom it belongs', { timeout: 180_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  await page.getByRole('link', { name: /Kirjaamatta/ }).click()
  for (const kind of ['Yhteydenotto kirjaamatta', 'Arvio kesken pitkään', 'Päätös ilman perusteluja', 'Suunnitelma ilman asiakkaan näkemystä', 'Tavoitetta ei ole seurattu']) {
    await page.getByRole('heading', { name: new RegExp(`^${kind}`) }).waitFor()
  }
  await looked(page, 'not recorded')
  // One is mended where it opens, one is set aside with a reason.
  const goals = page.getByRole('region', { name: /Tavoitetta ei ole seurattu/ }).or(page.locator('section', { has: page.getByRole('heading', { name: /^Tavoitetta ei ole seurattu/ }) }))
  const before = await goals.first().locator('li').count()
  await goals.first().getByRole('link').first().click()
  const follow = page.getByRole('button', { name: /^Kirjaa seuranta/ })
  await follow.first().waitFor()
  const count = await follow.count()
  for (let index = 0; index < count; index++) {
    await follow.nth(index).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/Eteneminen/).fill('50')
    await dialog.getByRole('button', { name: 'Tallenna' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await page.goto('/desk/gaps')
  await page.getByRole('heading', { name: /^Suunnitelma ilman/ }).waitFor()
  const left = page.locator('section', { has: page.getByRole('heading', { name: /^Tavoitetta ei ole seurattu/ }) }).locator('li')
  await page.waitForFunction(
    (n) => [...document.querySelectorAll('section')].filter((s) => /^Tavoitetta ei ole seurattu/.test(s.querySelector('h2')?.innerText ?? '')).flatMap((s) => [...s.querySelectorAll('li')]).length === n,
    before - 1,
  )
  assert.equal(await left.count(), before - 1)
  const view = page.locator('section', { has: page.getByRole('heading', { name: /^Suunnitelma ilman/ }) })
  const rows = await view.locator('li').count()
  await view.getByRole('button', { name: /^Siirrä sivuun/ }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Miksi/).fill('Asiakas ei kykene ilmaisemaan näkemystään.')
  await looked(page, 'setting aside')
  await dialog.getByRole('button', { name: 'Siirrä sivuun' }).click()
  await dialog.waitFor({ state: 'detached' })
  if (rows === 1) await view.waitFor({ state: 'detached' })
  else await view.locator('li').nth(rows - 1).waitFor({ state: 'detached' })

  const lead = await openPage(browser, node)
  await logIn(lead, 'Tuula Nieminen')
  await lead.goto('/desk/gaps')
  await lead.getByRole('heading', { name: /^Asiakkuus ilman vastuutyöntekijää/ }).waitFor()
  await lead.getByRole('rowheader', { name: 'Sanna Mäkelä' }).waitFor()
  await looked(lead, 'the team’s unrecorded')
  assert.deepEqual([...page.faults, ...lead.faults], [])
  await page.context().close()
  await lead.context().close()
})
