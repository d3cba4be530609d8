// Misuse found: a nurse looks at her neighbour, with whom she has nothing to do; the look is raised; her supervisor asks, she answers, the supervisor
// says what was found. The administrator says who a worker is as a client, and whom the news are about.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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

/** The neighbour of the nurse: in the demo she lives in the house of Laura Salminen. */
const neighbour = (page) =>
  page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Salminen Laura' }) }).then((r) => r.json())
    return found.cards[0].id
  })

test('a look at a neighbour is raised, explained and settled', { timeout: 420_000 }, async () => {
  const lead = await as(browser, node, 'Tuula Nieminen')
  await lead.goto('/team/looks')
  await lead.getByRole('heading', { name: 'Yhtään katselua ei ole tarkistettavana.' }).waitFor()
  await lead.getByText(/työntekijän omaa henkilöllisyyttä ei ole merkitty/).waitFor()
  await looked(lead, 'no looks to review')

  const nurse = await as(browser, node, 'Riikka Lahtinen')
  await nurse.goto('/explanations')
  await nurse.getByRole('heading', { name: 'Sinulta ei ole pyydetty selvitystä.' }).waitFor()
  const id = await neighbour(nurse)
  await nurse.goto(`/lobby/new?client=${id}`)
  await nurse.getByText(/Salminen/).first().waitFor()

  // Sealed within a second, read within a quarter of a minute; a busy machine takes its time.
  const row = lead.getByRole('listitem').filter({ hasText: 'Naapuri' }).filter({ hasText: 'Riikka Lahtinen' })
  for (let tries = 0; tries < 60 && (await row.count()) === 0; tries++) {
    await lead.waitForTimeout(2_000)
    await lead.reload()
    await lead.getByRole('heading', { level: 1, name: 'Tarkistettavat katselut' }).waitFor()
    await lead.getByRole('group', { name: 'Mitä näytetään' }).waitFor()
    await lead.waitForLoadState('networkidle')
  }
  await row.getByText('Salminen, Laura').waitFor()
  await looked(lead, 'looks to review')

  // Narrowed to nothing and back.
  await lead.getByRole('combobox', { name: 'Vakavuus' }).selectOption('minor')
  await lead.getByRole('heading', { name: 'Rajauksilla ei löytynyt katseluja.' }).waitFor()
  await lead.getByRole('button', { name: 'Poista rajaukset' }).click()
  await lead.getByRole('textbox', { name: 'Katsojan tai asiakkaan nimi' }).fill('riikka')
  await row.waitFor()

  // The supervisor asks.
  await row.getByRole('button', { name: /^Tarkista: Naapuri/ }).click()
  const review = lead.getByRole('dialog', { name: /^Naapuri: Riikka Lahtinen/ })
  await review.getByText(/asuu katsojan kanssa samassa talossa/).waitFor()
  await review.getByRole('list', { name: 'Mitä tehtiin' }).getByRole('listitem').first().waitFor()
  await review.getByRole('button', { name: 'Kirjaa tulos' }).click()
  await review.getByText('Valitse, mitä teet.').waitFor()
  await review.getByRole('radio', { name: 'Pyydä katsojalta selvitys' }).check()
  await looked(lead, 'a look under review')
  await review.getByRole('textbox', { name: /Mitä kysyt/ }).fill('Mihin työtehtävään katselu liittyi?')
  await review.getByRole('button', { name: 'Lähetä kysymys' }).click()
  await review.waitFor({ state: 'detached' })
  await row.getByText('selvitys pyydetty').waitFor()

  // The nurse is told, and answers. Loading the client's page anew would be another look, and change the review under the supervisor.
  await nurse.goto('/lobby')
  await nurse.getByRole('link', { name: 'Selvityspyynnöt (1)' }).click()
  await nurse.getByText('Mihin työtehtävään katselu liittyi?').waitFor()
  await looked(nurse, 'a request to explain')
  await nurse.getByRole('button', { name: /^Vastaa: Salminen/ }).click()
  const answer = nurse.getByRole('dialog', { name: 'Miksi katsoit tietoja?' })
  await answer.getByRole('button', { name: 'Lähetä vastaus' }).click()
  await answer.getByText('Kirjoita vähintään kolme merkkiä.').waitFor()
  await answer.getByRole('textbox', { name: /Selvityksesi/ }).fill('Katsoin uteliaisuudesta, asia ei kuulunut työhöni.')
  await looked(nurse, 'explaining')
  await answer.getByRole('button', { name: 'Lähetä vastaus' }).click()
  await answer.waitFor({ state: 'detached' })
  await nurse.getByText('olet vastannut').waitFor()

  // The supervisor reads it and decides.
  await lead.reload()
  await lead.getByText('1 vastaus luettavana').waitFor()
  await row.getByRole('button', { name: /^Tarkista: Naapuri/ }).click()
  await review.getByText('Katsoin uteliaisuudesta, asia ei kuulunut työhöni.').waitFor()
  await review.getByRole('radio', { name: 'Kirjaa tulos' }).check()
  await review.getByRole('radio', { name: /^Ei perusteltu/ }).check()
  await review.getByText(/72 tunnin kuluessa/).waitFor()
  await review.getByRole('textbox', { name: 'Perustelut' }).fill('Työtehtävää ei ollut. Ilmoitettu tietosuojavastaavalle.')
  await looked(lead, 'a look decided')
  await review.getByRole('button', { name: 'Kirjaa tulos' }).click()
  await review.waitFor({ state: 'detached' })
  await lead.getByRole('button', { name: 'Tarkistetut' }).click()
  await row.getByText('ei perusteltu').waitFor()
  await pictured(lead, 'looks-reviewed')
  await nurse.reload()
  await nurse.getByText('Tulos: ei perusteltu').waitFor()

  for (const page of [lead, nurse]) {
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})

test('the administrator says who a worker is as a client, and marks a person in the news', { timeout: 180_000 }, async () => {
  const admin = await as(browser, node, 'Antti Korpela')
  await admin.goto('/administration/staff')
  await admin.getByRole('link', { name: 'Sanna Mäkelä' }).click()
  const section = admin.getByRole('region', { name: 'Oma henkilöllisyys asiakkaana' })
  await section.getByText(/^Ei merkitty\./).waitFor()
  await section.getByRole('button', { name: 'Merkitse' }).click()
  const dialog = admin.getByRole('dialog', { name: 'Oma henkilöllisyys asiakkaana: Sanna Mäkelä' })
  await dialog.getByRole('textbox', { name: /henkilötunnus/ }).fill('010180-900A')
  await dialog.getByRole('button', { name: 'Tallenna' }).click()
  await dialog.getByText('Henkilötunnuksen viimeinen merkki ei täsmää. Tarkista numerot.').first().waitFor()
  await looked(admin, 'an own identity that is wrong')
  await dialog.getByRole('textbox', { name: /henkilötunnus/ }).fill('010180-9026')
  await dialog.getByRole('button', { name: 'Tallenna' }).click()
  await dialog.waitFor({ state: 'detached' })
  await section.getByText(/^Merkitty /).waitFor()
  assert.ok(!(await admin.content()).includes('010180-9026'), 'shown to nobody')
  await looked(admin, 'an own identity set')

  await admin.goto('/administration/news')
  await admin.getByRole('heading', { name: 'Merkintöjä ei ole.' }).waitFor()
  await admin.getByRole('button', { name: 'Uusi merkintä' }).click()
  const mark = admin.getByRole('dialog', { name: 'Uusi merkintä' })
  await mark.getByRole('textbox', { name: 'Henkilötunnus' }).fill('010180-9026')
  await mark.getByRole('textbox', { name: /Tunniste tässä luettelossa/ }).fill('ASIA 12/2026')
  await mark.getByRole('textbox', { name: /Viimeinen päivä/ }).fill('31.12.2026')
  await looked(admin, 'a new mark of closer follow-up')
  await mark.getByRole('button', { name: 'Merkitse' }).click()
  await mark.waitFor({ state: 'detached' })
  await admin.getByText('ASIA 12/2026').waitFor()
  await looked(admin, 'marks of closer follow-up')
  await admin.getByRole('button', { name: 'Päätä nyt: ASIA 12/2026' }).click()
  await admin.getByText('päättynyt').waitFor()
  assert.deepEqual(admin.faults, [])
  await admin.context().close()
})
