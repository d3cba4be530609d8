// An administrator's day: employing, power of decision, an end with its hand-over, a team, a token shown once, a fault told and
// answered, a notice everyone sees. Every page for axe and 320 px.
import assert from 'node:assert/strict'
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

const dialog = (page) => page.getByRole('dialog')

test('staff: employed, given the power of decision, ended with a hand-over', { timeout: 240_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Antti Korpela')
  await page.getByRole('heading', { name: 'Henkilöstö', level: 1 }).waitFor()
  await page.getByRole('table').waitFor()
  await looked(page, 'staff')

  await page.getByRole('button', { name: 'Lisää työntekijä' }).click()
  await dialog(page).getByRole('heading', { name: 'Lisää työntekijä' }).waitFor()
  await looked(page, 'employ')
  await dialog(page).getByLabel('Nimi', { exact: true }).fill('Uuno Uusi')
  await dialog(page).getByLabel('Nimike suomeksi').fill('Sosiaalityöntekijä')
  await dialog(page).getByLabel('Rooli').selectOption('social_worker')
  await dialog(page).getByLabel('Yksikkö').selectOption({ index: 1 })
  await dialog(page).getByLabel('Kirjautumistunnus').fill('uuno.uusi')
  await dialog(page).getByRole('checkbox').first().check()
  await dialog(page).getByRole('button', { name: 'Lisää', exact: true }).click()
  await page.getByRole('heading', { name: 'Uuno Uusi', level: 1 }).waitFor()
  await looked(page, 'one professional')

  await page.getByRole('button', { name: 'Anna päätösvalta' }).click()
  await dialog(page).getByLabel(/^Peruste/).fill('Delegointipäätös 3/2026')
  await dialog(page).getByRole('button', { name: 'Tallenna' }).click()
  await page.getByText('Päätösvalta annettu: Delegointipäätös 3/2026').waitFor()
  // The same time twice is told at the field.
  await page.getByRole('button', { name: 'Anna päätösvalta' }).click()
  await dialog(page).getByRole('button', { name: 'Tallenna' }).click()
  await dialog(page).getByText('Samalle ajalle on jo toinen. Päätä ensin edellinen.').first().waitFor()
  await page.keyboard.press('Escape')

  // The case manager's desk is shown in numbers and goes to a colleague.
  await page.goto('/administration/staff?q=sanna')
  await page.getByRole('link', { name: 'Sanna Mäkelä' }).click()
  await page.getByRole('heading', { name: 'Sanna Mäkelä', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Päätä palvelussuhde' }).click()
  await dialog(page).getByText('Pöydällä on avoinna').waitFor()
  await looked(page, 'ending')
  await dialog(page).getByRole('button', { name: 'Päätä palvelussuhde' }).click()
  await page.getByText('Palvelussuhde päätetty').waitFor()
  await page.getByRole('button', { name: 'Peru päättäminen' }).waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('places, tokens, jobs', { timeout: 240_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Antti Korpela')
  const nav = page.getByRole('navigation', { name: 'Ylläpidon osat' })
  await nav.getByRole('link', { name: 'Organisaatio' }).click()
  await page.getByRole('heading', { name: 'Tiimit' }).waitFor()
  await looked(page, 'places')
  await page.getByRole('button', { name: 'Lisää tiimi' }).click()
  await dialog(page).getByLabel('Nimi', { exact: true }).fill('Kokeilutiimi')
  await dialog(page).getByLabel('Avain').fill('Kokeilu tiimi')
  await dialog(page).getByLabel('Yksikkö').selectOption({ index: 1 })
  await dialog(page).getByRole('button', { name: 'Tallenna' }).click()
  await dialog(page).getByText('Käytä vain pieniä kirjaimia').first().waitFor()
  await dialog(page).getByLabel('Avain').fill('kokeilutiimi')
  await dialog(page).getByRole('button', { name: 'Tallenna' }).click()
  await page.getByRole('rowheader', { name: 'Kokeilutiimi' }).waitFor()

  await nav.getByRole('link', { name: 'Järjestelmien tunnisteet' }).click()
  await page.getByRole('button', { name: 'Tee tunniste' }).click()
  await dialog(page).getByLabel(/^Mihin sitä käytetään/).fill('Potilastiedot')
  await dialog(page).getByLabel(/^Lähdejärjestelmä/).fill('potilas')
  await dialog(page).getByRole('button', { name: 'Tee tunniste' }).click()
  const secret = await dialog(page).locator('code').innerText()
  assert.match(secret, /^punos_/)
  await looked(page, 'a token shown once')
  await page.keyboard.press('Escape')
  await page.getByRole('rowheader', { name: 'Potilastiedot' }).waitFor()
  assert.ok(!(await page.locator('main').innerText()).includes(secret))
  await looked(page, 'tokens')
  await page.getByRole('button', { name: 'Peru tunniste: Potilastiedot' }).click()
  await dialog(page).getByRole('button', { name: 'Peru', exact: true }).click()
  await page.getByText('Peruttu', { exact: true }).waitFor()

  await nav.getByRole('link', { name: 'Taustatyöt' }).click()
  await page.getByRole('heading', { name: 'Taustatyöt', level: 1 }).waitFor()
  await looked(page, 'jobs')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a fault is told and answered; a notice is seen by all until it ends', { timeout: 240_000 }, async () => {
  const client = await openPage(browser, node, { width: 390, height: 844 })
  await logIn(client, 'Aino Virtanen')
  await client.getByRole('button', { name: 'Ilmoita viasta' }).click()
  await dialog(client).getByText('Älä kirjoita asiakkaan nimeä').waitFor()
  await dialog(client).getByLabel(/^Mitä tapahtui/).fill('Viestin lähetys ei onnistu')
  await dialog(client).getByRole('button', { name: 'Lähetä ilmoitus' }).click()
  await dialog(client).getByText('Ilmoitus on lähetetty').waitFor()
  await looked(client, 'reporting a fault')

  const page = await openPage(browser, node)
  await logIn(page, 'Antti Korpela')
  await page.goto('/administration/faults')
  await page.getByText('Viestin lähetys ei onnistu').waitFor()
  await looked(page, 'faults')
  await page.getByRole('button', { name: 'Vastaa' }).click()
  await dialog(page).getByLabel(/^Vastaus/).fill('Korjattu, kokeile uudelleen.')
  await dialog(page).getByRole('button', { name: 'Lähetä vastaus' }).click()
  await page.getByText('Ei ilmoituksia.').waitFor()

  await page.goto('/administration/notices')
  await page.getByRole('button', { name: 'Uusi tiedote' }).click()
  await dialog(page).getByLabel('Laji').selectOption('disturbance')
  await dialog(page).getByLabel('Teksti suomeksi').fill('Viestit kulkevat hitaasti.')
  await dialog(page).getByRole('button', { name: 'Julkaise' }).click()
  await page.locator('.band', { hasText: 'Viestit kulkevat hitaasti.' }).waitFor()
  await looked(page, 'notices')

  await client.reload()
  await client.locator('.band', { hasText: 'Viestit kulkevat hitaasti.' }).waitFor()
  await client.getByRole('button', { name: 'Ilmoita viasta' }).click()
  await dialog(client).getByText('Korjattu, kokeile uudelleen.').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Viestit kulkevat hitaasti.' }).getByRole('button', { name: 'Päätä nyt' }).click()
  await page.locator('.band', { hasText: 'Viestit kulkevat hitaasti.' }).waitFor({ state: 'detached' })
  assert.deepEqual([...page.faults, ...client.faults], [])
  await page.context().close()
  await client.context().close()
})
