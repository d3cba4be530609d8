// Figures of the work: Sanna opens what her team's open matters are made of, makes a dashboard by keyboard, removes it and brings it back;
// Tuula sees the county's figures by team, and the forecasts.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
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

test('a figure opens to its rows, and a dashboard is made, removed and brought back', { timeout: 240_000 }, async () => {
  const sanna = await as(browser, node, 'Sanna Mäkelä', { width: 390, height: 844 })
  await sanna.goto('/dashboard?level=team&period=month')
  const tile = sanna.getByRole('article', { name: 'Avoimet asiat' })
  const number = Number((await tile.locator('.st-value').innerText()).replace(/\D/g, ''))
  assert.ok(number > 0, 'the team has open matters')
  await looked(sanna, 'figures of a team, on a phone')
  await tile.getByRole('button', { name: 'Mistä luku koostuu: Avoimet asiat' }).click()
  const opened = sanna.getByRole('dialog', { name: 'Avoimet asiat' })
  await opened.getByText(new RegExp(`^${number} rivi`)).waitFor()
  await looked(sanna, 'what a figure is made of')
  await opened.getByRole('button', { name: 'Sulje' }).click()
  await opened.waitFor({ state: 'detached' })

  await sanna.getByRole('button', { name: 'Uusi näkymä' }).click()
  const form = sanna.getByRole('dialog', { name: 'Uusi näkymä' })
  await form.getByRole('textbox', { name: /^Näkymän nimi/ }).fill('Oma viikko')
  const add = form.getByRole('button', { name: 'Lisää', exact: true })
  for (const figure of ['open_matters', 'late_limits']) {
    await form.getByRole('combobox', { name: 'Luku' }).selectOption(figure)
    await add.focus()
    await sanna.keyboard.press('Enter')
  }
  await form.getByRole('button', { name: /^Siirrä aiemmaksi: Myöhässä olevat määräajat/ }).focus()
  await sanna.keyboard.press('Enter')
  await looked(sanna, 'a dashboard being made')
  await form.getByRole('button', { name: 'Tallenna' }).click()
  await form.waitFor({ state: 'detached' })
  await sanna.getByRole('heading', { level: 1, name: 'Oma viikko' }).waitFor()
  await sanna.getByRole('article').first().waitFor()
  assert.deepEqual(await sanna.getByRole('article').getByRole('heading').allInnerTexts(), ['Myöhässä olevat määräajat', 'Avoimet asiat'])

  await sanna.getByRole('button', { name: 'Poista näkymä' }).click()
  await sanna.getByRole('heading', { level: 1, name: 'Työn luvut' }).waitFor()
  await sanna.getByRole('button', { name: 'Palauta poistettu näkymä Oma viikko' }).click()
  await sanna.getByRole('combobox', { name: 'Näkymä' }).selectOption({ label: 'Oma viikko' })
  await sanna.getByRole('heading', { level: 1, name: 'Oma viikko' }).waitFor()
})

test('the county is seen by team, and need to come with what came', { timeout: 240_000 }, async () => {
  const tuula = await as(browser, node, 'Tuula Nieminen')
  await tuula.goto('/dashboard')
  await tuula.getByRole('link', { name: 'Alue', exact: true }).click()
  const tile = tuula.getByRole('article', { name: 'Avoimet asiat' })
  await tile.getByRole('button', { name: 'Mistä luku koostuu: Avoimet asiat' }).click()
  const opened = tuula.getByRole('dialog', { name: 'Avoimet asiat' })
  await opened.getByRole('table', { name: 'Luku tiimeittäin' }).waitFor()
  await opened.getByRole('button', { name: 'Sulje' }).click()
  await tuula.getByRole('link', { name: 'Ennusteet' }).click()
  await tuula.getByRole('heading', { level: 1, name: 'Tarpeen ennusteet' }).waitFor()
  await tuula.getByRole('textbox', { name: /^Tulijoita päivässä/ }).fill('4')
  await tuula.getByRole('textbox', { name: /^Kesto päivinä/ }).fill('0,5')
  await tuula.getByRole('textbox', { name: /^Paikkoja/ }).fill('3')
  await tuula.getByRole('button', { name: 'Laske' }).click()
  await tuula.getByText(/ilman paikkaa jää 21/).waitFor()
  await looked(tuula, 'forecasts')
})
