// The one list of pages: whose they are, where, and in what size of window they are mostly used. The journeys that look at every
// page read it, so a new page joins all their checks by a line here.
//
// `path` may name ids in braces; `ids` of the persona finds them over the API as the screens do. A page whose id the county does
// not have is an error: the demo makes one of everything.

const json = (page, path) =>
  page.evaluate((url) => fetch(url).then((r) => (r.ok ? r.json() : Promise.reject(new Error(`${url}: ${r.status}`)))), `/api/v1${path}`)

/** One matter of the case manager that has a document, with what it leads to. */
async function ofCaseManager(page) {
  const desk = await json(page, '/staff/desk?view=mine')
  const cards = desk.lanes.flatMap((lane) => lane.cards)
  const found = { matter: cards[0].id, client: cards[0].clients[0].id }
  for (const card of cards) {
    const matter = await json(page, `/staff/matters/${card.id}`)
    if (matter.documents?.length > 0) found.document ??= `/matters/${card.id}/documents/${matter.documents[0].id}`
    if (matter.decisions?.length > 0) found.decision ??= `/matters/${card.id}/decision/${matter.decisions[0].id}`
    if (found.document && found.decision) break
  }
  return found
}

async function ofClient(page) {
  const overview = await json(page, '/client/overview')
  return { matter: overview.matters[0].id }
}

async function ofAdministrator(page) {
  const { rows } = await json(page, '/staff/administration/professionals')
  return { professional: rows[0].id }
}

/** Who logs in by which name, how big their window is, and how ids of their pages are found. */
export const personas = {
  anyone: {},
  nurse: { name: 'Riikka Lahtinen' },
  acute: { name: 'Ville Rautio' },
  coordinator: { name: 'Jukka Laine' },
  manager: { name: 'Sanna Mäkelä', ids: ofCaseManager },
  worker: { name: 'Päivi Koskela' },
  lead: { name: 'Tuula Nieminen' },
  administrator: { name: 'Antti Korpela', ids: ofAdministrator },
  officer: { name: 'Helena Saarinen' },
  client: { name: 'Aino Virtanen', size: { width: 390, height: 844 }, ids: ofClient },
  parent: { name: 'Laura Salminen', size: { width: 390, height: 844 } },
}

export const pages = [
  ['anyone', '/'],
  ['anyone', '/accessibility'],
  ['anyone', '/accessibility/feedback'],

  ['nurse', '/lobby'],
  ['nurse', '/lobby/new'],
  ['nurse', '/explanations'],
  ['acute', '/clients'],
  ['coordinator', '/desk'],

  ['manager', '/desk'],
  ['manager', '/desk/gaps'],
  ['manager', '/desk/letters'],
  ['manager', '/desk/settling'],
  ['manager', '/quality'],
  ['manager', '/catalogue'],
  ['manager', '/catalogue/20'],
  ['manager', '/alerts'],
  ['manager', '/home-safety'],
  ['manager', '/requests'],
  ['manager', '/consultations'],
  ['manager', '/dashboard'],
  ['lead', '/feedback-matters'],
  ['manager', '/day'],
  ['manager', '/clients'],
  ['manager', '/clients/new'],
  ['manager', '/clients/{client}'],
  ['manager', '/clients/{client}/story'],
  ['manager', '/clients/{client}/graph'],
  ['manager', '/clients/{client}/plans'],
  ['manager', '/clients/{client}/services'],
  ['manager', '/clients/{client}/functioning'],
  ['manager', '/clients/{client}/home-safety'],
  ['manager', '/clients/{client}/requests'],
  ['manager', '/clients/{client}/consultations'],
  ['manager', '/clients/{client}/whole-plan'],
  ['manager', '/clients/{client}/family'],
  ['manager', '/clients/{client}/people'],
  ['manager', '/clients/{client}/appointments'],
  ['manager', '/clients/{client}/will'],
  ['manager', '/clients/{client}/rights'],
  ['manager', '/matters/{matter}'],
  ['manager', '/matters/{matter}/notes'],
  ['manager', '/matters/{matter}/messages'],
  ['manager', '/matters/{matter}/attachments'],
  ['manager', '/matters/{matter}/appointments'],
  ['manager', '{document}'],
  ['manager', '{decision}'],
  ['manager', '/nowhere'],

  ['worker', '/desk'],
  ['lead', '/team'],
  ['lead', '/organisation'],
  ['lead', '/team/openings'],
  ['lead', '/team/looks'],
  ['lead', '/team/log-inquiries'],
  ['lead', '/team/rights'],
  ['lead', '/quality'],
  ['lead', '/consequences'],
  ['lead', '/summary-use'],
  ['lead', '/changes'],
  ['lead', '/dashboard'],
  ['lead', '/forecasts'],
  ['manager', '/templates/acts'],
  ['lead', '/templates'],
  ['manager', '/supply'],
  ['lead', '/supply?level=county'],
  ['lead', '/predictions'],
  ['lead', '/processes'],
  ['lead', '/queues'],
  ['lead', '/desk/gaps'],

  ['administrator', '/administration/staff'],
  ['administrator', '/administration/staff/{professional}'],
  ['administrator', '/administration/places'],
  ['administrator', '/administration/tokens'],
  ['administrator', '/administration/registers'],
  ['administrator', '/administration/jobs'],
  ['administrator', '/administration/faults'],
  ['administrator', '/administration/feedback'],
  ['administrator', '/administration/notices'],
  ['administrator', '/administration/log'],
  ['administrator', '/administration/news'],
  ['administrator', '/administration/code-sets'],
  ['administrator', '/rules'],
  ['administrator', '/rules/routing'],
  ['administrator', '/rules/alerts'],

  ['officer', '/protection'],
  ['officer', '/protection/log'],

  ['client', '/my'],
  ['client', '/my/new?kind=contact'],
  ['client', '/my/notices'],
  ['client', '/my/log'],
  ['client', '/my/will'],
  ['client', '/my/functioning'],
  ['client', '/my/home-safety'],
  ['client', '/my/whole-plan'],
  ['client', '/my/feedback'],
  ['client', '/my/consultations'],
  ['client', '/my/predictions'],
  ['client', '/my/reminders'],
  ['client', '/my/story'],
  ['client', '/my/own-data'],
  ['client', '/my/matters/{matter}'],
  ['parent', '/my'],
].map(([who, path]) => ({ who, path, name: `${who} ${path}` }))

/** A page's address with its ids in it. */
export function address(path, ids) {
  return path.replace(/\{(\w+)\}/g, (_, name) => {
    if (ids[name] === undefined) throw new Error(`${path}: the demo has no ${name}`)
    return ids[name]
  })
}

/** Visits every page of the list, persona by persona, each in a window of its own: `visit(page, { who, path, name })`. */
export async function visitAll(open, visit, only = () => true) {
  for (const [who, persona] of Object.entries(personas)) {
    const own = pages.filter((one) => one.who === who && only(one))
    if (own.length === 0) continue
    const page = await open(persona.name, persona.size)
    const ids = persona.ids && own.some((one) => one.path.includes('{')) ? await persona.ids(page) : {}
    for (const one of own) {
      await settle(page, address(one.path, ids))
      await visit(page, one)
    }
    if (page.faults.length > 0) throw new Error(`${who}: ${page.faults.join('\n')}`)
    await page.context().close()
  }
}

/** Loads a page until it stands still: its heading is there, nothing is loading, nothing changes. */
export async function settle(page, path) {
  await page.goto(path)
  await page.locator('h1').first().waitFor()
  await rest(page)
}

/** Waits until nothing on the page is loading and nothing has changed for a quarter of a second, five seconds at most. */
export async function rest(page) {
  // The live stream never rests, so the network does not: what is drawn is waited for instead.
  for (let turn = 0; turn < 4; turn++) {
    await page.waitForFunction(() => document.querySelector('[aria-busy=true], .skel-line') === null)
    await page.evaluate(
      () =>
        new Promise((done) => {
          let rest = setTimeout(done, 250)
          const seen = new MutationObserver(() => {
            clearTimeout(rest)
            rest = setTimeout(done, 250)
          })
          seen.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true })
          setTimeout(done, 5_000)
        }),
    )
    // What came may have begun to load something in its turn.
    if (await page.evaluate(() => document.querySelector('[aria-busy=true], .skel-line') === null)) return
  }
}
