// Acting for another: a guardian for a child, on every page in words; a close person by an invitation, with only what was chosen; and back to
// oneself.
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

const phone = { width: 320, height: 800 }

test('a guardian acts for a child, and every page says so until it is ended', { timeout: 240_000 }, async () => {
  const laura = await as(browser, node, 'Laura Salminen', phone)
  const band = laura.getByRole('complementary', { name: 'Kenen puolesta asioit' })
  await band.getByText('Asioit omissa nimissäsi.').waitFor()
  await band.getByRole('link', { name: 'Asioi toisen puolesta' }).click()
  await laura.getByRole('heading', { level: 1, name: 'Kenen puolesta asioit?' }).waitFor()
  await laura.getByText('Kopiot omista tiedoista').waitFor()
  await looked(laura, 'choosing whom to act for')
  // By the keyboard alone.
  await laura.getByRole('button', { name: /^Asioi puolesta: Onni/ }).focus()
  await laura.keyboard.press('Enter')
  await band.getByText(/^Asioit puolesta: Onni/).waitFor()
  await band.getByText('Olet hänen huoltajansa.').waitFor()
  await band.getByText('Tässä ei ehkä näy kaikkea.', { exact: false }).waitFor()
  await laura.getByRole('heading', { level: 1, name: /^Onni Salminen/ }).waitFor()
  assert.equal(await laura.getByRole('link', { name: 'Kuka on katsonut tietojani?' }).count(), 0, 'the log is the client\'s own')
  await looked(laura, 'acting for a child')
  await laura.goto('/my/own-data')
  await laura.getByText('Tätä ei voi tehdä toisen puolesta.').waitFor()
  await band.getByText(/^Asioit puolesta: Onni/).waitFor()
  await band.getByRole('button', { name: 'Lopeta puolesta asiointi' }).click()
  await band.getByText('Asioit omissa nimissäsi.').waitFor()
  await laura.getByRole('heading', { level: 1, name: /Laura/ }).waitFor()
  assert.deepEqual(laura.faults, [])
})

test('a close person does what the client chose, and the client ends it', { timeout: 240_000 }, async () => {
  // The demo's Aino has invited Laura, and Laura has accepted.
  const laura = await as(browser, node, 'Laura Salminen', phone)
  await laura.goto('/my/acting')
  await laura.getByRole('button', { name: /^Asioi puolesta: Aino/ }).click()
  const band = laura.getByRole('complementary', { name: 'Kenen puolesta asioit' })
  await band.getByText('Hän on kutsunut sinut läheisekseen.').waitFor()
  await looked(laura, 'acting by an invitation')
  const aino = await as(browser, node, 'Aino Virtanen', phone)
  await aino.getByRole('link', { name: 'Läheisen kutsuminen asioimaan puolestani' }).click()
  await aino.getByRole('heading', { level: 1, name: 'Läheiset, jotka asioivat puolestani' }).waitFor()
  await looked(aino, 'invitations')
  await aino.getByRole('button', { name: /^Lopeta: Laura/ }).click()
  await aino.getByText('Päättynyt.').waitFor()
  await laura.goto('/my')
  await band.getByText('Asioit omissa nimissäsi.').waitFor()
  await aino.goto('/my/log')
  await aino.getByRole('combobox', { name: 'Kenen käyttö' }).selectOption('other')
  await aino.getByText(/Laura Salminen, kutsuttuna läheisenä puolesta/).first().waitFor()
  await looked(aino, 'the log tells who acted')
  assert.deepEqual([...laura.faults, ...aino.faults], [])
})
