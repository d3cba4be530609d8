// The whole plan: Aino's own plan and her home care's plan have the same goal. Sanna brings it up and tells Aino; Aino says what she wants and
// agrees, on a phone; Päivi agrees; Sanna writes what was agreed, and the goal is shared.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
import { startNode } from '../lib/node.mjs'

const GOAL = 'Haluan asua kotona ja päästä taas kirkkoon.'
const RULE = 'Sama tavoite kahdessa suunnitelmassa'

let node, browser

before(async () => {
  node = await startNode({ residents: 400 })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
})

/** The client whom it is about. */
const aino = (page) =>
  page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return found.cards[0].id
  })

/** The finding of two plans with one goal. */
const finding = (page) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: RULE }) })

test("two professions' plans in conflict, found and settled", { timeout: 240_000 }, async () => {
  const sanna = await as(browser, node, 'Sanna Mäkelä')
  const client = await aino(sanna)
  await sanna.goto(`/clients/${client}`)
  await sanna.getByRole('link', { name: 'Kokonaissuunnitelma' }).click()
  await finding(sanna).getByText(GOAL).first().waitFor()
  const goals = sanna.getByRole('region', { name: 'Tavoitteet' })
  await goals.getByRole('listitem').filter({ hasText: GOAL }).getByText('Monessa suunnitelmassa').waitFor()
  await looked(sanna, 'the whole plan')
  await finding(sanna).getByRole('button', { name: 'Ota puheeksi' }).click()
  const opening = sanna.getByRole('dialog', { name: `Ota puheeksi: ${RULE}` })
  await opening.getByRole('button', { name: 'Ota puheeksi', exact: true }).click()
  await opening.getByText('Kirjoita vähintään kolme merkkiä.').waitFor()
  await opening.getByRole('textbox', { name: /^Mitä ehdotat/ }).fill('Tehdään tästä yhteinen tavoite.')
  await opening.getByRole('checkbox', { name: /^Kerro myös asiakkaalle/ }).check()
  await looked(sanna, 'bringing a conflict of plans up')
  await opening.getByRole('button', { name: 'Ota puheeksi', exact: true }).click()
  await opening.waitFor({ state: 'detached' })

  const own = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await own.goto('/my')
  await own.getByRole('link', { name: 'Kokonaissuunnitelmani' }).click()
  const mine = own.getByRole('region', { name: 'Näistä sovitaan kanssasi' })
  await mine.getByText('Tehdään tästä yhteinen tavoite.').waitFor()
  await looked(own, 'my whole plan, on a phone')
  await mine.getByRole('button', { name: 'Kerro oma mielipiteesi' }).click()
  const saying = own.getByRole('dialog', { name: 'Kerro oma mielipiteesi' })
  await saying.getByRole('textbox', { name: /^Mitä haluat sanoa/ }).fill('Kirkkoon haluan jouluksi.')
  await saying.getByRole('button', { name: 'Lähetä', exact: true }).click()
  await saying.waitFor({ state: 'detached' })
  await mine.getByRole('button', { name: 'Olen samaa mieltä' }).click()
  await mine.getByText(/^Samaa mieltä: Sinä/).waitFor()

  const paivi = await as(browser, node, 'Päivi Koskela', { width: 390, height: 844 })
  await paivi.goto(`/clients/${client}/whole-plan`)
  await finding(paivi).getByText('Kirkkoon haluan jouluksi.').waitFor()
  await looked(paivi, 'a talk of two plans, on a phone')
  await finding(paivi).getByRole('button', { name: 'Olen samaa mieltä' }).click()
  await finding(paivi).getByText(/^Samaa mieltä: Asiakas .*Päivi Koskela/).waitFor()

  await sanna.reload()
  await finding(sanna).getByRole('button', { name: 'Päätä keskustelu' }).click()
  const settling = sanna.getByRole('dialog', { name: `Päätä keskustelu: ${RULE}` })
  await settling.getByRole('radio', { name: /^Sovittiin, mikä suunnitelmissa muuttuu/ }).check()
  await settling.getByRole('textbox', { name: /^Mitä sovittiin ja miksi/ }).fill('Kotihoito kantaa arjen harjoittelun, asiakasvastaava kirkkomatkan.')
  await settling.getByRole('button', { name: 'Päätä keskustelu', exact: true }).click()
  await settling.waitFor({ state: 'detached' })
  await goals.getByRole('listitem').filter({ hasText: GOAL }).getByText('Yhteinen').waitFor()
  await finding(sanna).getByText('Sovittu', { exact: true }).waitFor()
  for (const page of [sanna, own, paivi]) {
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})
