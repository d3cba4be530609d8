// How it felt, and who is missing: Aino tells how her ended matter was handled, changes her mind about a reminder, and her team's lead sees
// figures; Sanna sets a proposed member of the network aside and takes it back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { startNode } from '../lib/node.mjs'

let node, browser

before(async () => {
  node = await startNode({ residents: 2000 })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
})

test('feedback is given and seen in figures, a reminder is set, removed and put back', { timeout: 240_000 }, async () => {
  const aino = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await aino.goto('/my')
  const card = aino.getByRole('region', { name: 'Kerro, miten asiasi hoidettiin' })
  await card.getByRole('link', { name: 'Vastaa' }).click()
  // Without the main question it is not taken.
  const send = aino.getByRole('button', { name: 'Lähetä vastaus' }).first()
  await send.click()
  await aino.getByText('Yksi kysymys odottaa vastausta.').waitFor()
  const main = aino.getByRole('group', { name: /^Kuinka tyytyväinen olet/ }).first()
  await main.getByRole('radio', { name: '4' }).check()
  await send.click()
  await aino.getByText('Kiitos vastauksestasi.').first().waitFor()

  await aino.goto('/my/reminders')
  await aino.getByRole('textbox', { name: 'Mistä muistutetaan' }).fill('Soita tyttärelle')
  await aino.getByRole('combobox', { name: 'Kuinka usein' }).selectOption('weekly')
  await aino.getByRole('textbox', { name: 'Kellonaika' }).fill('23.59')
  await aino.getByRole('button', { name: 'Tallenna muistutus' }).click()
  await aino.getByRole('button', { name: 'Poista muistutus Soita tyttärelle' }).click()
  await aino.getByText('Poistettu: Soita tyttärelle').waitFor()
  await aino.getByRole('button', { name: 'Kumoa poisto' }).click()
  await aino.getByRole('button', { name: 'Poista muistutus Soita tyttärelle' }).waitFor()
  await aino.goto('/my')
  await aino.getByRole('region', { name: 'Mitä on tulossa' }).getByRole('link', { name: 'Oma muistutus' }).first().waitFor()
  assert.deepEqual(aino.faults, [])

  const tuula = await as(browser, node, 'Tuula Nieminen')
  await tuula.goto('/feedback-matters')
  // How many of her team's clients have answered depends on the day the county is made: a few are told nowhere.
  const figures = tuula.getByRole('heading', { name: 'Vastaukset kysymyksittäin' })
  await figures.or(tuula.getByText('Vastauksia on liian vähän')).waitFor()
  if (await figures.isVisible()) {
    await tuula.getByRole('button', { name: 'Lue tekstit' }).click()
    await tuula.getByText('Lukemisesta jää merkintä').waitFor()
  }
  assert.deepEqual(tuula.faults, [])
})

test('a proposed member of the network is set aside and taken back', { timeout: 180_000 }, async () => {
  const sanna = await as(browser, node, 'Sanna Mäkelä')
  const found = await sanna.evaluate(async () => {
    const desk = await fetch('/api/v1/staff/desk?view=mine').then((r) => r.json())
    for (const card of desk.lanes.flatMap((lane) => lane.cards)) {
      const client = card.clients[0]?.id
      if (!client) continue
      const answer = await fetch(`/api/v1/staff/clients/${client}/network`)
      const network = answer.ok ? await answer.json() : { proposals: [] }
      const missing = network.proposals.find((one) => !one.there && !one.aside)
      if (missing && network.can_dismiss) return { client, name: missing.name.fi }
    }
    return undefined
  })
  assert.ok(found, 'somebody on the desk has a proposal')
  await sanna.goto(`/clients/${found.client}/people`)
  const network = sanna.getByRole('region', { name: 'Ehdotettu verkosto' })
  await network.getByRole('button', { name: `Jätä pois: ${found.name}` }).first().click()
  await network.getByRole('textbox', { name: 'Miksi ei' }).fill('Asiakas toivoi, että odotetaan.')
  await network.getByRole('button', { name: 'Jätä pois', exact: true }).click()
  await network.getByRole('button', { name: `Palauta ehdotus: ${found.name}` }).first().click()
  await network.getByRole('button', { name: `Jätä pois: ${found.name}` }).first().waitFor()
  assert.deepEqual(sanna.faults, [])
})
