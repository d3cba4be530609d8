// The population register as a source: its changes come by themselves, one that is broken is set aside, a death is put before the
// worker who answers for the client and settled with a reason.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logIn, openBrowser, openPage } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
import { startNode } from '../lib/node.mjs'
import { day, startRegister } from '../lib/register.mjs'

let node, browser, register

before(async () => {
  register = await startRegister()
  node = await startNode({ residents: 400, args: register.args })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
  await register?.stop()
})

const dialog = (page) => page.getByRole('dialog')

/** The whole code of the client on the page, as staff see it: by a look of its own. */
async function hetuOf(page) {
  await page.getByRole('button', { name: 'näytä', exact: true }).click()
  await page.getByRole('button', { name: 'piilota', exact: true }).waitFor()
  return (await page.locator('.cl-facts').innerText()).match(/\d{6}[-+A-FU-Y]\d{3}[\dA-Y]/)[0]
}

test('changes come, a death is settled, a broken message waits', { timeout: 300_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  // What the demo county's register has told already.
  await page.getByRole('link', { name: /^Ratkaistavana/ }).click()
  await page.getByRole('heading', { name: 'Ratkaistavana', level: 1 }).waitFor()
  const death = page.locator('.settle-row').filter({ hasText: 'Kuollut' }).first()
  await death.waitFor()
  await page.locator('.settle-row').filter({ hasText: 'Muuttanut pois' }).first().waitFor()
  await looked(page, 'to settle')
  await death.filter({ hasText: 'Asiakkuus' }).getByRole('button', { name: /^Ratkaise: Asiakkuus/ }).click()
  await dialog(page).getByRole('button', { name: 'Ratkaise' }).click()
  await dialog(page).getByText('Valitse, mitä tehdään.').waitFor()
  await dialog(page).getByLabel('Päätetään nyt').check()
  await dialog(page).getByLabel(/^Perustelu/).fill('Omaisten kanssa on sovittu.')
  await looked(page, 'settling')
  await dialog(page).getByRole('button', { name: 'Ratkaise' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Ratkaistut' }).click()
  await page.getByText('Omaisten kanssa on sovittu.').waitFor()
  await looked(page, 'settled')

  // A living client of hers moves and gets a protected address: told by the register, seen without anyone doing anything.
  await page.getByRole('button', { name: 'Avoinna' }).click()
  await page.locator('.settle-row').filter({ hasText: 'Muuttanut pois' }).first().getByRole('heading').getByRole('link').click()
  await page.waitForURL(/\/clients\//)
  const [place] = new URL(page.url()).pathname.match(/^\/clients\/[^/]+/)
  const hetu = await hetuOf(page)
  register.told(hetu, [
    { tietoryhma: 'TURVAKIELTO', muutosattribuutti: 'LISATTY', turvakieltoAktiivinen: true },
    { tietoryhma: 'HENKILON_NIMI', muutosattribuutti: 'MUUTETTU', etunimi: 'Vilhelmiina', sukunimi: 'Uusinimi', alkupv: day('2026-11-01') },
  ])
  register.told(hetu, [{ tietoryhma: 'HENKILON_NIMI', muutosattribuutti: 'MUUTETTU', etunimi: 'Vain' }])

  const admin = await openPage(browser, node)
  await logIn(admin, 'Antti Korpela')
  await admin.goto('/administration/registers')
  await admin.getByRole('heading', { name: 'Rekisterit', level: 1 }).waitFor()
  await admin.getByRole('button', { name: 'Lue nyt' }).click()
  await admin.getByText('Kulkee', { exact: true }).waitFor({ timeout: 60_000 })
  await admin.getByRole('cell', { name: /tietoryhmat\[0\]\.sukunimi/ }).nth(1).waitFor({ timeout: 60_000 })
  await looked(admin, 'registers')
  await admin.getByRole('button', { name: /^Kokeile uudelleen/ }).first().click()
  await admin.getByText('Viestiä ei vieläkään voi ottaa vastaan.').waitFor()
  await admin.getByRole('button', { name: /^Jätä pois/ }).first().click()
  await admin.getByRole('cell', { name: /tietoryhmat\[0\]\.sukunimi/ }).nth(1).waitFor({ state: 'detached' })

  await page.goto(`${place}/people`)
  await page.getByRole('heading', { level: 1, name: 'Uusinimi, Vilhelmiina' }).waitFor()
  await page.getByText('Turvakielto', { exact: true }).first().waitFor()
  const told = page.getByRole('region', { name: 'Väestötietojärjestelmästä' })
  await told.getByText('Uusinimi, Vilhelmiina').waitFor()
  assert.ok(!(await page.locator('main').innerText()).includes('Esimerkkikatu'), 'a protected address is on no page')
  await looked(page, 'told by the register')

  // The register falls silent, and the administrator sees since when.
  register.answers(false)
  await admin.getByRole('button', { name: 'Lue nyt' }).click()
  await admin.getByText('Ei vastaa', { exact: true }).waitFor({ timeout: 60_000 })
  await looked(admin, 'register silent')
  register.answers(true)
  await admin.getByText('Kulkee', { exact: true }).waitFor({ timeout: 90_000 })
  assert.deepEqual([...page.faults, ...admin.faults], [])
  await page.context().close()
  await admin.context().close()
})
