// An appointment from both sides: the client chooses to be told by e-mail, staff make a time and are told of an overlap, the client
// asks for another and confirms it, and the mail that leaves says nothing of anyone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
import { startMail } from '../lib/mail.mjs'
import { startNode } from '../lib/node.mjs'

let node, browser, mail

before(async () => {
  mail = await startMail()
  node = await startNode({ residents: 400, args: mail.args })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
  await mail?.stop()
})

/** A Tuesday at least three weeks away, so that nothing of the synthetic county is in the way. */
function tuesday() {
  const date = new Date(Date.now() + 21 * 86_400_000)
  while (date.getUTCDay() !== 2) date.setUTCDate(date.getUTCDate() + 1)
  return { typed: `${date.getUTCDate()}.${date.getUTCMonth() + 1}.${date.getUTCFullYear()}`, iso: date.toISOString().slice(0, 10) }
}

async function fill(page, { day, clock, why }) {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /^Päivä/ }).fill(day)
  await dialog.getByRole('textbox', { name: /^Kello/ }).fill(clock)
  if (why) await dialog.getByRole('textbox', { name: /^Mitä varten/ }).fill(why)
  return dialog
}

test('an appointment from both sides', { timeout: 180_000 }, async () => {
  const day = tuesday()
  const aino = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await aino.getByRole('link', { name: 'Ilmoitusten asetukset' }).click()
  await aino.getByRole('heading', { name: 'Ilmoitukset' }).waitFor()
  await aino.getByLabel('Sähköpostilla').check()
  await aino.getByLabel(/Uusi sähköpostiosoite/).fill('aino.uusi@example.fi')
  await looked(aino, 'my/notices')
  const chosen = aino.waitForResponse((r) => r.url().endsWith('/client/notices') && r.request().method() === 'PUT')
  await aino.getByRole('button', { name: 'Tallenna' }).click()
  assert.equal((await chosen).status(), 200)
  await aino.getByText('Nyt: a•••@example.fi').waitFor()

  const sanna = await as(browser, node, 'Sanna Mäkelä')
  const ids = await sanna.evaluate(async () => {
    const desk = await fetch('/api/v1/staff/desk?view=mine').then((r) => r.json())
    const card = desk.lanes.flatMap((l) => l.cards).find((c) => c.clients.some((one) => one.name.startsWith('Virtanen, Aino')))
    return { matter: card.id, client: card.clients[0].id }
  })
  await sanna.goto(`/matters/${ids.matter}/appointments`)
  await sanna.getByRole('button', { name: 'Uusi tapaaminen' }).click()
  let dialog = await fill(sanna, { day: day.typed, clock: '9.30', why: 'Kotikuntoutuksen arviointi' })
  await looked(sanna, 'new appointment')
  await dialog.getByRole('button', { name: 'Tallenna tapaaminen' }).click()
  await dialog.waitFor({ state: 'detached' })
  const row = sanna.locator('.ap-row', { hasText: '9.30–10.30' })
  await row.getByText('odottaa vahvistusta').waitFor()
  await looked(sanna, 'matter appointments')

  // The same hour again is told, and can be accepted; here it is not.
  await sanna.getByRole('button', { name: 'Uusi tapaaminen' }).click()
  dialog = await fill(sanna, { day: day.typed, clock: '10.00', why: 'Toinen' })
  await dialog.getByRole('button', { name: 'Tallenna tapaaminen' }).click()
  await dialog.getByText('Samaan aikaan on jo toinen tapaaminen').waitFor()
  await dialog.getByRole('button', { name: 'Tallenna silti' }).waitFor()
  await dialog.getByRole('button', { name: 'Peruuta' }).click()

  // The mail leaves after the change, to the new address, and says nothing of anyone.
  await mail.arrived(1)
  assert.equal(mail.mails[0].to, 'aino.uusi@example.fi')
  for (const secret of ['Aino', 'Virtanen', 'kuntoutu', 'Kotik', day.typed]) assert.ok(!mail.mails[0].data.includes(secret), secret)

  await aino.goto('/my')
  const own = aino.locator('.my-appointment', { hasText: '9.30–10.30' })
  await own.getByText('Kotikuntoutuksen arviointi').waitFor()
  await looked(aino, 'my with an appointment')
  const [id, first] = await aino.evaluate(async (iso) => {
    const all = await fetch('/api/v1/client/appointments').then((r) => r.json())
    const one = all.find((a) => a.starts_at.startsWith(iso))
    return [one.id, await fetch(`/api/v1/client/appointments/${one.id}/calendar`).then((r) => r.text())]
  }, day.iso)
  assert.match(first, /SEQUENCE:0/)
  await own.getByRole('button', { name: 'Pyydä toista aikaa' }).click()
  await own.getByLabel('Milloin sinulle sopisi?').fill('Iltapäivä sopisi paremmin.')
  await own.getByRole('button', { name: 'Lähetä pyyntö' }).click()
  await own.getByText('pyysit toista aikaa').waitFor()

  // Staff see the wish on the day list and move the time.
  await sanna.goto(`/day?from=${day.iso}&days=1`)
  const listed = sanna.locator('.ap-row', { hasText: 'Virtanen, Aino' })
  await listed.getByText('Iltapäivä sopisi paremmin.').waitFor()
  await looked(sanna, 'day')
  await listed.getByRole('button', { name: 'Muuta' }).click()
  dialog = await fill(sanna, { day: day.typed, clock: '13.10' })
  await dialog.getByRole('button', { name: 'Tallenna muutos' }).click()
  await dialog.waitFor({ state: 'detached' })
  await sanna.locator('.ap-row', { hasText: '13.10–14.10' }).getByText('odottaa vahvistusta').waitFor()
  await mail.arrived(2)

  await aino.goto('/my')
  const moved = aino.locator('.my-appointment', { hasText: '13.10–14.10' })
  await moved.getByRole('button', { name: 'Aika sopii minulle' }).click()
  await moved.getByText('vahvistettu').waitFor()
  const second = await aino.evaluate((one) => fetch(`/api/v1/client/appointments/${one}/calendar`).then((r) => r.text()), id)
  assert.match(second, /SEQUENCE:1/)
  assert.equal(first.match(/UID:(.*)/)[1], second.match(/UID:(.*)/)[1])

  // The client's tab, the feed, and how the notices went.
  await sanna.goto(`/clients/${ids.client}/appointments`)
  await sanna.locator('.ap-row', { hasText: '13.10–14.10' }).getByText('vahvistettu').waitFor()
  await looked(sanna, 'client appointments')
  await sanna.goto(`/matters/${ids.matter}/messages`)
  await sanna.getByText('Asiakas vahvisti tapaamisen').waitFor()
  await sanna.getByRole('heading', { name: 'Ilmoitukset asiakkaalle' }).waitFor()
  await sanna.getByText(/sähköposti lähetetty/).first().waitFor()
  await looked(sanna, 'matter messages with notices')
  for (const page of [aino, sanna]) {
    assert.deepEqual(page.faults.filter((fault) => !/409/.test(fault)), [])
    await page.context().close()
  }
})

test('without channels the pages say so', { timeout: 120_000 }, async () => {
  const bare = await startNode({ residents: 60 })
  try {
    const page = await as(browser, bare, 'Aino Virtanen', { width: 390, height: 844 })
    await page.goto('/my/notices')
    await page.getByText('Ilmoituksia ei ole vielä otettu käyttöön.', { exact: false }).waitFor()
    await looked(page, 'my/notices without channels')
    await page.context().close()
  } finally {
    await bare.stop()
  }
})
