// Alerts: the demo county's own data raise them; a case manager sees why Aino's carer matters, takes the alert, gives it back, takes it again and
// closes it; an administrator tries a stricter rule on the past year, with a fault on the way.
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

test('an alert is seen, taken and closed', { timeout: 240_000 }, async () => {
  const manager = await as(browser, node, 'Sanna Mäkelä')
  await manager.goto('/alerts')
  await manager.getByRole('heading', { level: 1, name: 'Herätteet' }).waitFor()
  const row = manager.getByRole('listitem', { name: 'Omaishoitaja osastolla: Virtanen, Aino' })
  // Asked of everybody when the node starts.
  for (let tries = 0; tries < 20 && (await row.count()) === 0; tries++) {
    await manager.waitForTimeout(2_000)
    await manager.reload()
    await manager.getByRole('heading', { level: 1, name: 'Herätteet' }).waitFor()
    await manager.waitForLoadState('networkidle')
  }
  await row.getByText(/Asiakkaan omaishoitaja on osastolla. Päiviä osastolle tulosta: \d+\./).waitFor()
  await row.getByText('Mihin heräte perustuu').click()
  await row.getByRole('heading', { name: 'Omaishoitajan osastojaksot' }).waitFor()
  await row.getByText('Toisen rekisterin tietoja on käytetty asiakkaan luvalla.').waitFor()
  await looked(manager, 'alerts')

  await row.getByRole('button', { name: /^Ota hoitaaksesi/ }).click()
  await row.getByText('hoitaa Sanna Mäkelä').waitFor()
  await row.getByRole('button', { name: /^Anna takaisin/ }).click()
  await row.getByText('odottaa tekijää').waitFor()
  await row.getByRole('button', { name: /^Ota hoitaaksesi/ }).click()
  await row.getByText('hoitaa Sanna Mäkelä').waitFor()

  // On the client's own pages too.
  await row.getByRole('link', { name: 'Virtanen, Aino' }).click()
  await manager.getByRole('region', { name: 'Avoimet herätteet' }).getByText('Omaishoitaja osastolla').waitFor()
  await looked(manager, 'alerts on the client’s pages')
  await manager.getByRole('link', { name: 'Siirry herätteisiin' }).click()

  await row.getByRole('button', { name: /^Päätä/ }).click()
  const dialog = manager.getByRole('dialog', { name: /^Päätä heräte/ })
  await dialog.getByRole('button', { name: 'Tallenna' }).click()
  await dialog.getByText('Valitse yksi.').first().waitFor()
  await dialog.getByRole('radio', { name: 'Soitto' }).check()
  await dialog.getByRole('radio', { name: 'Kyllä' }).check()
  await dialog.getByRole('textbox').fill('Soitin Ainolle, tytär on luona viikonlopun.')
  await looked(manager, 'closing an alert')
  await dialog.getByRole('button', { name: 'Tallenna' }).click()
  await dialog.waitFor({ state: 'detached' })
  await row.waitFor({ state: 'detached' })
  await manager.getByRole('combobox', { name: 'Mitkä' }).selectOption('closed')
  await row.getByText('Soitin Ainolle, tytär on luona viikonlopun.').waitFor()
  await row.getByText('hyödyllinen').waitFor()
})

test('a rule is tried on the past year before it is used', { timeout: 240_000 }, async () => {
  const admin = await as(browser, node, 'Antti Korpela')
  await admin.goto('/rules/alerts')
  await admin.getByRole('button', { name: 'Näytä vaikutus' }).click()
  const effect = admin.getByRole('group', { name: 'Mitä säännöt olisivat herättäneet' })
  await effect.waitFor()
  const visits = effect.getByRole('row').filter({ hasText: 'Toistuvat päivystyskäynnit' })
  const figures = await visits.getByRole('cell').allInnerTexts()
  assert.ok(figures.length >= 6, figures.join(' | '))
  await looked(admin, 'alerts tried on the past year')
})
