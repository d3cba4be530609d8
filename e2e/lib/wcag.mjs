// Checks of WCAG 2.2 AA that axe does not make. Each takes a page that stands still and gives the faults found as lines of text.

import { rest } from './pages.mjs'

/** In the page: what stands in several checks. */
const tools = `
  globalThis.seen = (e) => {
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
    const box = e.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && !e.closest('.sr-only') && !/inset|rect/.test(getComputedStyle(e).clipPath)
  }
  globalThis.say = (e) => e.outerHTML.replace(/\\s+/g, ' ').slice(0, 140)
  globalThis.CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]'
`

const ask = (page, fn, arg) => page.evaluate(`(() => { ${tools}; return (${fn})(${JSON.stringify(arg ?? null)}) })()`)

/** 1.4.10: no sideways scrolling; what is wider scrolls in a box of its own (tables, code, pictures). */
export async function reflow(page) {
  return ask(page, () => {
    const wide = document.documentElement.scrollWidth - window.innerWidth
    if (wide <= 1) return []
    const guilty = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1 && ![...e.children].some((c) => c.getBoundingClientRect().right > window.innerWidth + 1))
    return [`${wide} px too wide: ${guilty.slice(0, 3).map(say).join(' | ')}`]
  })
}

/** 1.4.10, 1.4.12, 1.4.4: no words cut off by the box they stand in. */
export async function cut(page) {
  return ask(page, () => {
    const faults = []
    for (const e of document.querySelectorAll('body *')) {
      if (!seen(e) || e.closest('svg') || e.matches('select, input, textarea, option')) continue
      const style = getComputedStyle(e)
      const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '')
      const hides = (v) => v === 'hidden' || v === 'clip'
      if (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 2 && (own || style.textOverflow === 'ellipsis')) faults.push(`words cut sideways: ${say(e)}`)
      else if (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 3 && e.innerText?.trim() && style.webkitLineClamp === 'none') faults.push(`words cut below: ${say(e)}`)
      else if (style.webkitLineClamp !== 'none' && e.scrollHeight > e.clientHeight + 3) faults.push(`lines left out: ${say(e)}`)
    }
    return faults
  })
}

/** 1.4.12: the reader's own line height and spacing. Set by the CSSOM, so that the page's content security policy stays as it is. */
export async function spaced(page, check) {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }')
    globalThis.before = document.adoptedStyleSheets
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  })
  const faults = await check()
  await page.evaluate(() => (document.adoptedStyleSheets = globalThis.before))
  return faults
}

/** 2.5.8: targets of 24 px, or so far from each other that 24 px circles do not meet; links within sentences are free. */
export async function targets(page) {
  return ask(page, () => {
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=menuitem], [role=option]')]
      // The skip link lies over the page only while it has the focus.
      .filter((e) => seen(e) && !e.disabled && !e.matches('.skip-link'))
      .map((e) => {
        // A box with a label around it, or beside it, is as large as both.
        const label = e.matches('input[type=checkbox], input[type=radio]') ? e.closest('label') : null
        return { e, box: (label ?? e).getBoundingClientRect() }
      })
    const inSentence = (e) => {
      if (!e.matches('a[href], button') || getComputedStyle(e).display !== 'inline') return false
      const line = e.closest('p, li, dd, td, small, label')
      return line !== null && line.innerText.trim().length > e.innerText.trim().length + 3
    }
    const centre = (b) => [b.left + b.width / 2, b.top + b.height / 2]
    const small = all.filter(({ e, box }) => (box.width < 23.5 || box.height < 23.5) && !inSentence(e))
    const faults = []
    for (const one of small) {
      const [x, y] = centre(one.box)
      const near = all.find((other) => {
        if (other === one || other.e.contains(one.e) || one.e.contains(other.e)) return false
        const b = other.box
        const dx = Math.max(b.left - x, 0, x - b.right)
        const dy = Math.max(b.top - y, 0, y - b.bottom)
        if (Math.hypot(dx, dy) < 12) return true
        const [ox, oy] = centre(b)
        return small.includes(other) && Math.hypot(ox - x, oy - y) < 24
      })
      if (near) faults.push(`target ${Math.round(one.box.width)}×${Math.round(one.box.height)} px beside another: ${say(one.e)} | ${say(near.e)}`)
    }
    return faults
  })
}

/** 1.3.1, 2.4.1, 2.4.2, 2.4.6, 3.1.1, 3.1.2: headings, landmarks, title, language. */
export async function structure(page) {
  return ask(page, () => {
    const faults = []
    const heads = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')].filter((e) => e.checkVisibility() && !e.closest('dialog:not([open])'))
    const level = (e) => Number(e.getAttribute('aria-level') ?? e.tagName[1])
    const ones = heads.filter((e) => level(e) === 1)
    if (ones.length !== 1) faults.push(`${ones.length} first headings`)
    for (const [i, e] of heads.entries()) {
      if (e.textContent.trim() === '') faults.push(`empty heading: ${say(e)}`)
      if (i > 0 && level(e) > level(heads[i - 1]) + 1) faults.push(`heading jumps from ${level(heads[i - 1])} to ${level(e)}: ${say(e)}`)
    }
    if (document.querySelectorAll('main').length !== 1) faults.push(`${document.querySelectorAll('main').length} main landmarks`)
    if ([...document.querySelectorAll('header')].filter((e) => !e.closest('main, section, article, aside, nav')).length !== 1) faults.push('not one banner')
    if (document.querySelectorAll('footer').length < 1) faults.push('no foot')
    const navs = [...document.querySelectorAll('nav')].map((e) => e.getAttribute('aria-label') ?? e.getAttribute('aria-labelledby'))
    if (new Set(navs).size !== navs.length || (navs.length > 1 && navs.includes(null))) faults.push(`navigations not told apart: ${navs}`)
    if (!/\S · Punos$/.test(document.title)) faults.push(`title "${document.title}"`)
    if (!['fi', 'sv', 'en'].includes(document.documentElement.lang)) faults.push(`language "${document.documentElement.lang}"`)
    for (const e of document.querySelectorAll('.languages button')) if (!e.lang) faults.push(`a language without its language: ${say(e)}`)
    // Nothing outside a landmark but what is only read aloud.
    const skip = document.querySelector('.skip-link')
    if (skip && !document.querySelector(skip.getAttribute('href'))) faults.push('the skip link leads nowhere')
    return faults
  })
}

/** 4.1.2, 2.5.3, 1.1.1: every control has a role and a name, and the words seen are in the name. Read from the accessibility tree. */
export async function names(page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Accessibility.enable')
  const { nodes } = await cdp.send('Accessibility.getFullAXTree')
  await cdp.detach()
  const controls = new Set(['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'slider', 'spinbutton', 'option', 'listbox', 'image', 'img', 'dialog', 'treeitem'])
  const faults = nodes
    .filter((n) => !n.ignored && controls.has(n.role?.value) && !(n.name?.value ?? '').trim())
    .map((n) => `${n.role.value} without a name (${JSON.stringify(n.description?.value ?? '')} node ${n.backendDOMNodeId})`)
  const more = await ask(page, () => {
    const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, ' ').replace(/\s+/g, ' ').trim()
    const faults = []
    for (const e of document.querySelectorAll('a[href], button, summary')) {
      const label = e.getAttribute('aria-label')
      if (!label || !seen(e)) continue
      const words = plain(e.innerText ?? '')
      if (words.length > 1 && !plain(label).includes(words)) faults.push(`the name "${label}" lacks the words seen "${words}"`)
    }
    // What is pressed must be something that can be pressed.
    for (const e of document.querySelectorAll('[onclick], div[tabindex="0"]:not([role]), span[tabindex="0"]:not([role])')) faults.push(`focus without a role: ${say(e)}`)
    return faults
  })
  return [...faults, ...more]
}

/** 1.4.1: what is told by colour is told by words or shape too; links within text are underlined. */
export async function colourAlone(page) {
  return ask(page, () => {
    const faults = []
    for (const e of document.querySelectorAll('.pill, .badge')) if (seen(e) && e.innerText.trim() === '') faults.push(`a mark without words: ${say(e)}`)
    for (const e of document.querySelectorAll('main p a[href], main li a[href]')) {
      if (!seen(e) || getComputedStyle(e).display !== 'inline') continue
      const line = e.closest('p, li')
      const beside = [...line.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim().length > 3)
      const underlined = getComputedStyle(e).textDecorationLine.includes('underline') || [...e.querySelectorAll('*')].some((c) => getComputedStyle(c).textDecorationLine.includes('underline'))
      if (beside && !underlined) faults.push(`a link told only by colour: ${say(e)}`)
    }
    return faults
  })
}

/** 2.2.2, 2.3.3: nothing goes on moving when the reader has asked for less movement. */
export async function still(page) {
  return ask(page, () =>
    document
      .getAnimations()
      .filter((a) => a.playState === 'running' && seen(a.effect.target) && Number(a.effect.getComputedTiming().duration) > 50)
      .map((a) => `moves: ${say(a.effect.target)}`),
  )
}

/** 2.5.7: nothing that is dragged; what can be moved has buttons. */
export async function dragging(page) {
  return ask(page, () => [...document.querySelectorAll('[draggable=true]')].map((e) => `dragged: ${say(e)}`))
}

/** 3.3.8: nothing to remember or to solve at log-in; what is typed can be pasted. */
export async function authentication(page) {
  return ask(page, () => [...document.querySelectorAll('input[type=password], img[alt*=captcha i], [autocomplete=off][type=text]')].map((e) => `a test of memory: ${say(e)}`))
}

/** 3.2.6: where help is, is the same on every page and in the same order. */
export async function help(page) {
  return ask(page, () => {
    const foot = [...document.querySelectorAll('footer a, footer button')].map((e) => e.innerText.trim())
    const wanted = ['Saavutettavuusseloste', 'Palaute saavutettavuudesta', 'Ilmoita viasta'].filter((one) => foot.includes(one))
    // What else stands in the foot stands before them.
    return wanted.length >= 2 && foot.slice(-wanted.length).join() === wanted.join() ? [] : [`the foot says ${foot}`]
  })
}

/**
 * 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11, 3.2.1: from the beginning of the page to its end with Tab alone: every control comes, none holds
 * the keyboard, each shows that it has the focus and is not hidden by what floats over the page.
 */
export async function keyboard(page, limits) {
  const faults = await walk(page, limits)
  if (faults.length === 0) return faults
  // A page that grew in the middle of the walk carried the focus away: a fault is what a page that stands still shows too.
  await rest(page)
  return walk(page, limits)
}

async function walk(page, { most = 700 } = {}) {
  const faults = new Set()
  const wanted = await ask(page, () => {
    globalThis.walked = new Set()
    const groups = new Set()
    const all = [...document.querySelectorAll(CONTROLS)].filter((e) => {
      if (e.tabIndex < 0 || e.disabled || e.closest('[inert]') || !e.checkVisibility({ visibilityProperty: true })) return false
      if (e.matches('input[type=radio]')) {
        const name = e.form ? `${e.name}` : e.name
        if (groups.has(name)) return false
        groups.add(name)
      }
      return true
    })
    // From the very beginning, wherever the page had put the focus.
    const start = document.createElement('span')
    start.tabIndex = -1
    document.body.prepend(start)
    start.focus()
    start.remove()
    window.scrollTo(0, 0)
    globalThis.toWalk = all
    return all.length
  })
  const from = page.url()
  for (let turn = 0; turn < Math.min(wanted * 2 + 20, most); turn++) {
    await page.keyboard.press('Tab')
    const look = (second) => ask(page, (second) => {
      const e = document.activeElement
      if (!e || e === document.body) return { end: true }
      const again = !second && walked.has(e)
      walked.add(e)
      if (e.matches('input[type=radio]')) for (const other of document.getElementsByName(e.name)) walked.add(other)
      if (again) return { again: true, what: say(e) }
      const faults = []
      const box = e.getBoundingClientRect()
      if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) faults.push(`the focus is outside the window: ${say(e)}`)
      else {
        // Somewhere on it must be the thing itself and not what floats over it.
        const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)]
        const [wide, high] = [Math.min(box.right, innerWidth) - left, Math.min(box.bottom, innerHeight) - top]
        const marks = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) => [0.15, 0.5, 0.85].map((y) => [left + wide * x, top + high * y]))
        const free = marks.some(([x, y]) => {
          const top = document.elementFromPoint(x, y)
          return top && (e.contains(top) || top.contains(e) || (e.labels && [...e.labels].some((l) => l.contains(top))))
        })
        if (!free && box.width > 1 && box.height > 1 && !e.matches('input[type=checkbox], input[type=radio], input[type=file]')) faults.push(`the focus is hidden behind ${say(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) ?? document.body)}: ${say(e)}`)
      }
      // The mark of focus: on the control, on what draws it, or on what stands around it.
      const marked = (n, pseudo) => {
        const s = getComputedStyle(n, pseudo)
        return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1.5 && !/, 0\)$/.test(s.outlineColor)) || (s.boxShadow !== 'none' && !/rgba\(0, 0, 0, 0\)/.test(s.boxShadow))
      }
      const around = [e, e.parentElement, e.nextElementSibling, e.closest('label'), e.closest('[class*=container]'), e.closest('.cm-editor'), ...(e.labels ?? [])].filter(Boolean)
      if (!around.some((n) => marked(n) || marked(n, '::after') || marked(n, '::before'))) faults.push(`no mark of focus: ${say(e)}`)
      return { faults }
    }, second)
    let seen = await look(false)
    // What changes by the focus may be drawn with the next frame only.
    if (seen.faults?.length > 0) {
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      seen = await look(true)
    }
    if (page.url() !== from) return [`the focus alone moved to another page: ${page.url()}`]
    if (seen.end) break
    if (seen.again) {
      // Past the last one the browser's own bar is skipped and the round begins anew: not a trap when all were met.
      break
    }
    for (const fault of seen.faults ?? []) faults.add(fault)
  }
  const left = await ask(page, () =>
    toWalk
      .filter((e) => e.isConnected && !walked.has(e) && e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0)
      // A box that scrolls takes the focus only when it has something to scroll to.
      .map(say),
  )
  for (const one of left) faults.add(`not reached by Tab: ${one}`)
  return [...faults]
}

/**
 * 1.4.11 in forced colours, light and dark: marks that are drawn by a background alone are gone there, so each needs a border, a line
 * or words; drawn lines must be told from the ground; what is chosen must differ from what is not.
 */
export async function forcedColours(page) {
  await ask(page, () => {
    const solid = (c) => !/^rgba\(.*, 0\)$|^transparent$/.test(c)
    const ground = (e) => {
      for (let n = e.parentElement; n; n = n.parentElement) if (solid(getComputedStyle(n).backgroundColor)) return getComputedStyle(n).backgroundColor
      return 'rgb(255, 255, 255)'
    }
    globalThis.coloured = [...document.querySelectorAll('body *')].filter((e) => {
      // The editor's mark of the line one is on adds to the caret, which stays.
      if (!seen(e) || e.closest('svg, .cm-editor') || e.matches('input, select, textarea')) return false
      const s = getComputedStyle(e)
      return (e.innerText ?? '').trim() === '' && e.children.length === 0 && solid(s.backgroundColor) && s.backgroundColor !== ground(e) && e.getBoundingClientRect().width >= 3
    })
    globalThis.chosen = [...document.querySelectorAll('[aria-pressed=true], [aria-current]:not([aria-current=false]), [aria-selected=true], .active')].filter(seen)
  })
  const faults = []
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme })
    // The system's colours change in the page some frames after the browser is told; until then a mark has the old ones.
    await page.waitForFunction((scheme) => {
      const probe = document.body.appendChild(document.createElement('i'))
      probe.style.cssText = 'forced-color-adjust: none; color: CanvasText'
      const [light] = getComputedStyle(probe).color.match(/\d+/g).map(Number)
      probe.remove()
      return scheme === 'dark' ? light > 200 : light < 55
    }, colorScheme)
    faults.push(
      ...(await ask(
        page,
        (scheme) => {
          const rgb = (c) => (c.match(/[\d.]+/g) ?? []).map(Number)
          const light = ([r, g, b]) => {
            const f = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b)
          }
          const ratio = (a, b) => {
            const [x, y] = [light(rgb(a)), light(rgb(b))].sort((p, q) => q - p)
            return (x + 0.05) / (y + 0.05)
          }
          const canvas = getComputedStyle(document.documentElement).backgroundColor
          const ground = /, 0\)$/.test(canvas) ? (scheme === 'dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)') : canvas
          const faults = []
          const edge = (s) => ['Top', 'Right', 'Bottom', 'Left'].some((side) => s[`border${side}Style`] !== 'none' && parseFloat(s[`border${side}Width`]) > 0 && ratio(s[`border${side}Color`], ground) >= 3) || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)
          for (const e of coloured) {
            if (!e.isConnected) continue
            const s = getComputedStyle(e)
            if (!edge(s) && ratio(s.backgroundColor, ground) < 3) faults.push(`${scheme}: a mark vanishes: ${say(e)}`)
          }
          for (const e of document.querySelectorAll('svg path, svg line, svg circle, svg rect, svg polyline, svg polygon, svg ellipse')) {
            const svg = e.ownerSVGElement
            if (!seen(e) || !svg || svg.closest('[aria-hidden=true]:not(.chart)') || svg.getAttribute('aria-hidden') === 'true' || e.closest('defs, clipPath, mask, pattern, marker') || e.hasAttribute('data-ground')) continue
            const s = getComputedStyle(e)
            const strokes = s.stroke !== 'none' && parseFloat(s.strokeWidth) > 0 && Number(s.strokeOpacity) > 0
            const fills = s.fill !== 'none' && Number(s.fillOpacity) > 0 && !/, 0\)$/.test(s.fill)
            if (!strokes && !fills) continue
            if (!(strokes && ratio(s.stroke, ground) >= 3) && !(fills && ratio(s.fill, ground) >= 3)) faults.push(`${scheme}: a line vanishes (${s.stroke} ${s.fill}): ${say(e)}`)
          }
          for (const e of chosen) {
            if (!e.isConnected) continue
            const like = [...(e.parentElement?.parentElement?.querySelectorAll(e.tagName) ?? [])].find((o) => o !== e && !chosen.includes(o) && seen(o))
            if (!like) continue
            const look = (n) => {
              const s = getComputedStyle(n)
              return [s.backgroundColor, s.color, s.borderTopColor, s.borderTopWidth, s.borderBottomColor, s.borderTopStyle, s.borderBottomStyle, s.borderLeftColor, s.borderLeftWidth, s.outlineStyle, s.textDecorationLine, s.fontWeight].join()
            }
            const whole = (n) => [n, ...n.querySelectorAll('*')].map(look).join()
            if (whole(e) === whole(like)) faults.push(`${scheme}: what is chosen looks like the rest: ${say(e)}`)
          }
          for (const e of document.querySelectorAll('button, input:not([type=hidden]), select, textarea')) {
            if (!seen(e) || e.matches('[type=checkbox], [type=radio], [type=file]')) continue
            const s = getComputedStyle(e)
            // What is drawn before or after a button is its mark as much as an edge is.
            const drawn = ['::before', '::after'].map((p) => getComputedStyle(e, p)).some((p) => !['none', 'normal'].includes(p.content) && p.display !== 'none' && (edge(p) || ratio(p.backgroundColor, ground) >= 3))
            if ((e.innerText ?? '').trim() === '' && !e.querySelector('svg, img') && !drawn && !edge(s) && !edge(getComputedStyle(e.parentElement))) faults.push(`${scheme}: a field without an edge: ${say(e)}`)
          }
          return faults
        },
        colorScheme,
      )),
    )
  }
  // The focus stays visible: looked at on the first controls of the page.
  for (let turn = 0; turn < 6; turn++) {
    await page.keyboard.press('Tab')
    const lost = await ask(page, () => {
      const e = document.activeElement
      if (!e || e === document.body) return null
      const around = [e, e.parentElement, e.nextElementSibling, e.closest('label')].filter(Boolean)
      const marked = around.some((n) => ['', '::after', '::before'].some((p) => {
        const s = getComputedStyle(n, p || null)
        return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1.5
      }))
      return marked ? null : say(e)
    })
    if (lost) faults.push(`forced colours: no mark of focus: ${lost}`)
  }
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' })
  return faults
}

/** What was said aloud while `act` ran, and whether the focus moved (4.1.3). Messages are taken from live regions as they change. */
export async function announced(page, act) {
  await page.evaluate(() => {
    globalThis.heard = []
    globalThis.stood = document.activeElement
    const regions = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]'
    globalThis.hearing = new MutationObserver((changes) => {
      for (const change of changes) {
        const node = change.target.nodeType === 1 ? change.target : change.target.parentElement
        const region = node?.closest(regions)
        if (region) heard.push(region.textContent.trim())
        for (const added of change.addedNodes) if (added.nodeType === 1) for (const one of [added, ...added.querySelectorAll('*')]) if (one.matches(regions) && one.textContent.trim()) heard.push(one.textContent.trim())
      }
    })
    hearing.observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await act()
  return {
    /** Waits until something that matches has been said. */
    async hears(words) {
      await page.waitForFunction((source) => heard.some((one) => new RegExp(source, 'i').test(one)), words.source)
    },
    /** Whether what had the focus before still has it. */
    focusStayed: () => page.evaluate(() => document.activeElement === stood),
  }
}
