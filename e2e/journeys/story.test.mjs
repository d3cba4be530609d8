// The main job, end to end in Finnish: a home-care nurse puts a matter on its way, a case manager takes it from the desk, sees the
// client's whole situation and carries the matter through assessment, plan and decision; the client sees where it stands.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { fillDocument, finishDocument } from '../lib/form.mjs'
import { startNode } from '../lib/node.mjs'

let node, browser

before(async () => {
  node = await startNode({ residents: 400 })
  browser = await openBrowser()
})
after(async () => {
  await pictures()
  await browser?.close()
  await node?.stop()
})

async function opened(name) {
  const page = await as(browser, node, name)
  open.push(page)
  return page
}

async function done(page) {
  assert.deepEqual(page.faults, [])
  await page.context().close()
}

const open = []

/** Where a journey stopped, as pictures, when PUNOS_PICTURES names a folder. */
async function pictures() {
  if (!process.env.PUNOS_PICTURES) return
  for (const [i, page] of open.entries()) await page.screenshot({ path: `${process.env.PUNOS_PICTURES}/story-${i}.png`, fullPage: true }).catch(() => {})
}

test('from the lobby to the desk to the decision to the client', { timeout: 300_000 }, async () => {
  // The nurse, in the lobby.
  const nurse = await opened('Riikka Lahtinen')
  await nurse.goto('/lobby/new')
  await nurse.getByRole('combobox', { name: /Hae asiakas henkilötunnuksella/ }).fill('aino virtanen')
  await nurse.getByRole('option', { name: /Virtanen, Aino/ }).first().click()
  await nurse.getByText('Asiakasvastaava').first().waitFor()
  await nurse.locator('.situation', { hasText: 'Palvelutarpeen arviointi' }).click()
  await nurse.getByLabel(/Asiakkaan omin sanoin/).waitFor()
  const why = nurse.getByLabel(/Miksi tarvitaan uusi asia/)
  if (await why.isVisible().catch(() => false)) await why.fill('Tilanne on muuttunut puolison jouduttua osastolle.')
  // Only what is not known is asked.
  const task = nurse.locator('[data-field=service_task] select')
  if ((await task.count()) > 0) await task.selectOption('older_people')
  const urgency = nurse.getByRole('radio', { name: 'Pian' })
  if ((await urgency.count()) > 0) await urgency.check()
  const reasons = nurse.locator('[data-field=need_reasons] input[type=checkbox]')
  if ((await reasons.count()) > 0 && (await nurse.locator('[data-field=need_reasons] input:checked').count()) === 0) await reasons.first().check()
  const notifier = nurse.locator('[data-field=notifier] select')
  if ((await notifier.count()) > 0 && (await notifier.inputValue()) === '') await notifier.selectOption('7')
  await nurse.getByLabel(/Asiakkaan omin sanoin/).fill('Haluan asua kotona, mutta en pärjää yksin.')
  await nurse.getByRole('heading', { name: /Mihin asia menee/ }).waitFor()
  await nurse.getByRole('button', { name: 'Lähetä asia' }).click()
  await nurse.getByRole('heading', { name: 'Asia lähti' }).waitFor()
  const number = (await nurse.getByText(/A-\d{4}-\d+/).first().innerText()).match(/A-\d{4}-\d+/)[0]

  // The case manager, at the desk.
  const manager = await opened('Sanna Mäkelä')
  await manager.goto('/desk')
  await manager.getByPlaceholder(/Etsi jonosta/).fill(number)
  const card = manager.locator('article, li, tr').filter({ hasText: /Virtanen, Aino/ }).first()
  await card.waitFor()
  // The queue is cut to this one matter before it is taken.
  await manager.waitForFunction(() => [...document.querySelectorAll('main button')].filter((b) => b.textContent.trim() === 'Ota').length === 1)
  await manager.getByRole('button', { name: 'Ota', exact: true }).click()
  await manager.getByText(`Otit asian ${number} käsittelyyn.`).first().waitFor()

  // The client's whole situation.
  const info = await manager.evaluate(
    async (wanted) => {
      const session = await fetch('/api/v1/session').then((r) => r.json())
      const desk = await fetch('/api/v1/staff/desk/search', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrf },
        body: JSON.stringify({ q: wanted }),
      }).then((r) => r.json())
      const found = desk.lanes.flatMap((l) => l.cards).find((c) => c.number === wanted)
      return { matter: found.id, client: found.clients[0].id }
    },
    number,
  )
  await manager.goto(`/clients/${info.client}`)
  await manager.getByRole('heading', { name: 'Aikajana' }).waitFor()
  await manager.getByText(number).first().waitFor().catch(() => {})
  await manager.getByRole('heading', { name: /Avoinna nyt/ }).waitFor()

  // Assessment.
  await manager.goto(`/matters/${info.matter}`)
  await manager.getByRole('button', { name: 'Aloita arviointi' }).click()
  await manager.getByRole('button', { name: 'Aloita arvio', exact: true }).click()
  await manager.waitForURL(/documents/)
  await finishDocument(manager)

  // Plan, in the client's words.
  await manager.goto(`/matters/${info.matter}`)
  const toPlanning = manager.getByRole('button', { name: 'Siirry suunnitteluun' })
  const startPlan = manager.getByRole('button', { name: 'Aloita suunnitelma' })
  await toPlanning.or(startPlan).first().waitFor()
  if (await toPlanning.isVisible()) await toPlanning.click()
  await startPlan.click()
  await manager.waitForURL(/documents/)
  await finishDocument(manager, { 'Tavoite asiakkaan sanoin': 'Haluan päästä taas kirkkoon.', 'Kuinka usein': 'kahdesti päivässä' })

  // Decision: the case manager drafts, one who has the power decides, then it is sent.
  await manager.goto(`/matters/${info.matter}`)
  const toDecision = manager.getByRole('button', { name: 'Siirry päätökseen' })
  const startDecision = manager.getByRole('button', { name: 'Aloita päätös' })
  await toDecision.or(startDecision).first().waitFor()
  if (await toDecision.isVisible()) await toDecision.click()
  await startDecision.click()
  await manager.waitForURL(/decision|documents/)
  // Deciding finishes this document; the draft is only saved.
  await manager.getByLabel('Myönteinen', { exact: true }).check({ force: true })
  await manager.getByLabel(/Päätös voimassa alkaen/).fill('1.12.2026')
  await fillDocument(manager)
  await manager.getByText(/Tallennettu klo/).first().waitFor()
  const decisionUrl = new URL(manager.url()).pathname

  const lead = await opened('Tuula Nieminen')
  await lead.goto(decisionUrl)
  await lead.getByRole('button', { name: 'Tee päätös' }).first().click()
  await lead.getByRole('dialog').getByRole('button', { name: 'Tee päätös' }).click()
  await lead.getByText('Päätös tehtiin.').first().waitFor()
  await lead.getByRole('button', { name: 'Lähetä asiakkaalle' }).first().click()
  await lead.getByRole('dialog').getByText('Sähköisesti Omiin asioihin').click()
  await lead.getByRole('dialog').getByRole('button', { name: 'Lähetä', exact: true }).click()
  await lead.getByText('Päätös lähetettiin asiakkaalle.').first().waitFor()
  await done(lead)

  // The client, on a phone.
  const client = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await client.getByText(/Hei Aino/).waitFor()
  await client.goto(`/my/matters/${info.matter}`)
  await client.getByText('Sinulle on tehty päätös.').first().waitFor()
  await client.getByText(/Sanna Mäkelä/).first().waitFor()
  await client.getByLabel('Kirjoita viesti').fill('Kiitos, tämä sopii minulle.')
  await client.getByRole('button', { name: 'Lähetä viesti' }).click()
  await client.getByText('Kiitos, tämä sopii minulle.').first().waitFor()

  // And a matter of her own.
  await client.goto('/my')
  await client.getByRole('link', { name: /Ota yhteyttä/ }).click()
  // One question at a time: each is answered only when it is the one on the page.
  for (const [place, answer] of [
    ['kohta 1/5', () => client.getByRole('radio').first().check({ force: true })],
    ['kohta 2/5', () => client.getByRole('checkbox').first().check({ force: true })],
    ['kohta 3/5', () => client.locator('textarea').fill('Tarvitsisin neuvoa kuljetuksesta.')],
    ['kohta 4/5', () => client.getByRole('radio').first().check({ force: true })],
    ['kohta 5/5', () => client.getByRole('radio').first().check({ force: true })],
  ]) {
    await client.getByText(place).waitFor()
    await answer()
    await client.getByRole('button', { name: 'Jatka' }).click()
  }
  await client.getByRole('heading', { name: 'Tarkista ennen lähettämistä' }).waitFor()
  await client.getByRole('button', { name: 'Lähetä', exact: true }).click()
  await client.getByText(/A-\d{4}-\d+/).first().waitFor()
  await done(client)

  // The nurse sees what became of it.
  await nurse.goto('/lobby')
  await nurse.getByText(number).first().waitFor()
  await done(nurse)
  await done(manager)
})
