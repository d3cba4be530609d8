// Functional ability: the client tells how they are on a phone, the nurse measures SPPB and reads the result before saving, corrects it,
// and each sees what the other recorded, apart.
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

/** The client who can log in. */
const aino = (page) =>
  page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return found.cards[0].id
  })

const title = 'Toimintakyky: miten pärjään'

test('a client tells how they are, and a nurse measures', { timeout: 240_000 }, async () => {
  const client = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await client.getByRole('link', { name: title }).click()
  await client.getByRole('heading', { level: 1, name: title }).waitFor()
  await client.getByRole('heading', { name: 'Fyysinen toimintakyky' }).waitFor()
  await looked(client, 'own functional ability on a phone')
  await pictured(client, 'functioning-own')

  // The client's own: answered by the keyboard, counted before saving, and kept.
  const own = client.getByRole('region', { name: 'Kerro, miten voit' })
  await own.getByRole('combobox', { name: 'Mittari' }).selectOption({ label: 'Kipu 0–10' })
  await own.getByText('Tulos näkyy, kun kaikkiin kohtiin on vastattu.').waitFor()
  await own.getByRole('radio', { name: '2', exact: true }).focus()
  await client.keyboard.press('Space')
  await own.getByText('lievä kipu').waitFor()
  assert.equal(await own.getByText(/^Tallennettu/).count(), 0, 'not before it is')
  await looked(client, 'a result before saving')
  await own.getByRole('button', { name: 'Tallenna', exact: true }).click()
  await own.getByText('Tallennettu: Kipu 0–10').waitFor()
  await client.getByRole('region', { name: 'Fyysinen toimintakyky' }).getByText('Parantunut').first().waitFor()

  // The nurse: what is missing is said, the score is counted by the node.
  const nurse = await as(browser, node, 'Riikka Lahtinen', { width: 390, height: 844 })
  const id = await aino(nurse)
  await nurse.goto(`/clients/${id}/functioning`)
  const form = nurse.getByRole('region', { name: 'Kirjaa mittaus' })
  await form.getByRole('combobox', { name: 'Mittari' }).selectOption({ label: 'SPPB, fyysinen suorituskyky' })
  await form.getByLabel('Seisominen jalat vierekkäin (s)').fill('10')
  await form.getByLabel('Seisominen puolitandemissa (s)').fill('10')
  await form.getByLabel('Seisominen tandemissa (s)').fill('4,5')
  await form.getByLabel('Kävely neljä metriä (s)').fill('6,2')
  await form.getByRole('button', { name: 'Tallenna', exact: true }).click()
  await form.getByText('Vastaa tähän.').waitFor()
  await form.getByRole('checkbox', { name: 'Viisi tuolilta nousua: ei pystynyt' }).check()
  await form.getByText('6/12').waitFor()
  await form.getByText('heikko suorituskyky').waitFor()
  await looked(nurse, 'SPPB before saving')
  await pictured(nurse, 'functioning-capture')
  await form.getByRole('button', { name: 'Tallenna', exact: true }).click()
  await form.getByText('Tallennettu: SPPB, fyysinen suorituskyky').waitFor()

  // As a whole, by whose estimate it is, in the picture and in the table beside it.
  const whole = nurse.getByRole('region', { name: 'Toimintakyky kokonaisuutena' })
  await whole.getByRole('img', { name: /^Toimintakyvyn osa-alueet viisikulmiona: Asiakkaan oma arvio/ }).waitFor()
  await whole.getByRole('row', { name: /^Fyysinen toimintakyky/ }).getByText('heikko suorituskyky').waitFor()

  // Over time, with the limits; what the client said stands beside it as the client's.
  const physical = nurse.getByRole('region', { name: 'Fyysinen toimintakyky' })
  await physical.getByText('Mitä tämä tarkoittaa eri ammateille').first().click()
  await physical.getByText('Kaatumisvaara on suuri', { exact: false }).first().waitFor()
  await looked(nurse, 'readings by profession')
  await pictured(nurse, 'functioning-radar')
  await physical.getByText('Asiakkaan oma arvio').first().waitFor()
  await physical.getByRole('button', { name: 'SPPB, fyysinen suorituskyky' }).click()
  const series = nurse.getByRole('region', { name: 'Muutos ajan kuluessa' })
  await series.getByRole('img', { name: /^SPPB, fyysinen suorituskyky, mittauksia \d+/ }).waitFor()
  await series.getByText('Raja 6/12: alle heikko suorituskyky, yli keskitasoinen suorituskyky').waitFor()
  await looked(nurse, 'a measure over time')
  await pictured(nurse, 'functioning-series')

  // Corrected: the old one stays, marked.
  await series.getByRole('button', { name: /^Korjaa mittaus/ }).first().click()
  const dialog = nurse.getByRole('dialog', { name: 'Korjaa: SPPB, fyysinen suorituskyky' })
  await dialog.getByLabel('Kävely neljä metriä (s)').fill('4,8')
  await dialog.getByText('7/12').waitFor()
  await looked(nurse, 'a correction')
  await dialog.getByRole('button', { name: 'Tallenna' }).click()
  await dialog.waitFor({ state: 'detached' })
  await series.getByRole('checkbox', { name: 'Näytä myös korjatut ja perutut' }).check()
  await series.getByText(/^Korvattu korjatulla/).first().waitFor()

  // The client sees what was measured, and cannot change it.
  await client.reload()
  const mine = client.getByRole('region', { name: 'Muutos ajan kuluessa' })
  await mine.getByRole('combobox', { name: 'Mittari' }).selectOption({ label: 'SPPB, fyysinen suorituskyky' })
  await mine.getByText('7/12').first().waitFor()
  assert.equal(await mine.getByRole('button', { name: /^Korjaa mittaus/ }).count(), 0)

  for (const page of [nurse, client]) {
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})
