// A manager going from a swollen queue to its process and to the matters behind it, and marking a change made for its sake.
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

test('from a queue to its process, to the matters behind it, and to a change that is marked', { timeout: 240_000 }, async () => {
  const tuula = await as(browser, node, 'Tuula Nieminen')
  await tuula.goto('/processes')
  await tuula.getByRole('link', { name: 'Jonot', exact: true }).click()
  await tuula.getByRole('heading', { level: 1, name: 'Jonot' }).waitFor()
  await tuula.locator('summary').filter({ hasText: 'Ennuste' }).first().click()
  await tuula.getByRole('img', { name: /^Jonon pituus viikoittain/ }).waitFor()
  await looked(tuula, 'queues')
  await tuula.getByRole('link', { name: /^Katso prosessi: / }).first().click()
  await tuula.getByRole('heading', { level: 1, name: 'Prosessit' }).waitFor()
  await tuula.getByRole('combobox', { name: 'Jakso' }).selectOption('year')
  const step = tuula.getByRole('group', { name: 'Prosessikartta' }).getByRole('button', { name: /nyt/ }).last()
  await looked(tuula, 'a process beside its chain')
  const name = (await step.getAttribute('aria-label')) ?? ''
  const now = Number(/nyt (\d+)/.exec(name)?.[1])
  assert.ok(now > 0, `a step in which something is: ${name}`)
  await step.focus()
  await tuula.keyboard.press('Enter')
  const rows = tuula.getByRole('dialog', { name: /^Vaiheessa nyt: / })
  await rows.getByText(new RegExp(`^${now} kert`)).waitFor()
  await looked(tuula, 'the matters behind a step')
  await rows.getByRole('button', { name: 'Sulje' }).click()
  await rows.waitFor({ state: 'detached' })

  await tuula.getByRole('link', { name: 'Merkitse muutos' }).click()
  const mark = tuula.getByRole('dialog', { name: 'Merkitse muutos' })
  await mark.getByLabel('Muutoksen nimi').fill('Yksi numero ensikontakteille')
  await mark.getByLabel('Mitä tehtiin toisin').fill('Kaikki yhteydenotot tulevat yhteen numeroon.')
  const on = new Date(Date.now() - 50 * 86_400_000)
  await mark.getByLabel('Mistä päivästä alkaen').fill(`${on.getDate()}.${on.getMonth() + 1}.${on.getFullYear()}`)
  await looked(tuula, 'marking a change')
  await mark.getByRole('button', { name: 'Tallenna' }).click()
  await tuula.getByRole('heading', { level: 2, name: 'Ennen ja jälkeen: Yksi numero ensikontakteille' }).waitFor()
  const figure = tuula.getByRole('article', { name: 'Vireille tulleet asiat' })
  await figure.getByText(/viikko/).first().waitFor()
  await figure.getByText('Vertailu ja selitys').click()
  await figure.getByRole('rowheader', { name: 'Samat viikot vuotta aiemmin' }).waitFor()
  await looked(tuula, 'before and after a change')
  await tuula.getByRole('button', { name: 'Poista: Yksi numero ensikontakteille' }).click()
  await tuula.getByRole('button', { name: 'Palauta poistettu muutos Yksi numero ensikontakteille' }).click()
  await tuula.getByRole('button', { name: 'Katso luvut: Yksi numero ensikontakteille' }).waitFor()

  await tuula.goto('/processes')
  await tuula.getByRole('link', { name: 'Alue', exact: true }).click()
  await tuula.getByText(/Alueen luvut eivät nimeä ketään/).waitFor()
})
