// An administrator changes a rule: mends what is told, sees the effect, puts it in force, meets another editor, and goes back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { expectAccessible, expectReflow } from '../lib/axe.mjs'
import { as, openBrowser } from '../lib/browser.mjs'
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

const administrator = (size) => as(browser, node, 'pääkäyttäjä', size)

const json = (page, path) => page.evaluate((url) => fetch(url).then((r) => r.json()), `/api/v1/staff/rules/${path}`)

async function write(page, text) {
  const content = page.locator('.cm-content').first()
  await content.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

async function open(page, kind) {
  await page.goto(`/rules/${kind}`)
  await page.locator('.cm-content').first().waitFor()
  await page.getByText('Ei muutoksia.').waitFor()
}

test('a rule is changed, tried, put in force and brought back', async () => {
  const page = await administrator()
  await page.goto('/rules')
  await page.getByRole('link', { name: 'Työnjako tiimeille' }).waitFor()
  await expectAccessible(page, 'kinds of rules')
  await open(page, 'routing')
  await expectAccessible(page, 'a kind of rules')

  const { text } = await json(page, 'routing/versions/1')
  await write(page, text.replace('team = "akuutti"', 'team = "akutti"'))
  await page.getByText('1 kohta on korjattava', { exact: false }).waitFor()
  await expectAccessible(page, 'faults')
  const line = text.split('\n').indexOf('team = "akuutti"') + 1
  await page.getByRole('button', { name: `Rivi ${line}, sarake 1` }).click()
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('cm-content')), 'the fault leads into the editor')

  const east = 'municipalities = ["153", "580", "689", "700"] },'
  const west = 'municipalities = ["405", "416", "441", "739", "831"] },'
  const mine = text.replace(east, 'municipalities = ["580", "689", "700"] },').replace(west, west.replace('"405"', '"153", "405"'))
  await write(page, mine)
  await page.getByText('Säännöt ovat kunnossa.').waitFor()
  await page.getByRole('button', { name: 'Näytä vaikutus' }).click()
  await page.locator('.rules-figure').waitFor()
  assert.match(await page.locator('.rules-figure').innerText(), /menisi toiselle tiimille/)
  await expectAccessible(page, 'the effect')
  await page.setViewportSize({ width: 320, height: 700 })
  await page.locator('.rules-figure').scrollIntoViewIfNeeded()
  await expectReflow(page, 'the effect')
  await page.setViewportSize({ width: 1440, height: 900 })

  // Another administrator is first.
  const other = await administrator()
  await open(other, 'routing')
  await write(other, text.replace('id = "acute_discharge"', 'id = "acute"'))
  await other.getByText('Säännöt ovat kunnossa.').waitFor()
  await other.getByLabel('Miksi muutos tehdään').fill('Tunniste lyhyemmäksi')
  await other.getByRole('button', { name: 'Vie voimaan' }).click()
  await other.getByText('Versio 1.1').first().waitFor()
  await other.context().close()

  await page.getByLabel('Miksi muutos tehdään').fill('Imatra länteen')
  await page.getByRole('button', { name: 'Vie voimaan' }).click()
  await page.getByText('vei voimaan version 1.1', { exact: false }).waitFor()
  await expectAccessible(page, 'the other was first')
  await page.getByRole('button', { name: 'Jatka omalla tekstilläni' }).click()
  await page.getByRole('button', { name: 'Vie voimaan' }).click()
  await page.getByText('Versio 1.2').first().waitFor()
  assert.equal((await json(page, 'routing')).in_force, '1.2')

  await page.getByRole('button', { name: 'Palauta versio 1', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Miksi muutos tehdään').fill('Ei toiminut')
  await page.getByRole('dialog').getByRole('button', { name: 'Palauta' }).click()
  await page.getByText('Palauttaa version 1.').waitFor()
  const history = await json(page, 'routing')
  assert.deepEqual([history.in_force, history.versions.map((one) => one.name)], ['1.3', ['1.3', '1.2', '1.1', '1']])
  await page.getByRole('button', { name: 'Näytä muutokset: 1.2' }).click()
  await page.getByRole('dialog').locator('.cm-content').waitFor()
  await expectAccessible(page, 'changes of a version')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
