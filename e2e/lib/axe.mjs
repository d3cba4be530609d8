// Accessibility of a page as it stands: nothing serious or critical.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import assert from 'node:assert/strict'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function expectAccessible(page, what) {
  // evaluate goes through the debugger, so the page's content security policy stays as strict as it is.
  await page.evaluate(source)
  // A page at rest: a button that has just come into use is still fading in, and is not what one reads.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)))
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }),
  )
  const serious = result.violations
    .filter((v) => ['serious', 'critical'].includes(v.impact))
    // suomifi's closed selects carry an aria value axe does not know (known shape); only those nodes are passed over.
    .map((v) => ({ ...v, nodes: v.nodes.filter((n) => !(v.id === 'aria-valid-attr-value' && /role="combobox"/.test(n.html))) }))
    .filter((v) => v.nodes.length > 0)
  assert.deepEqual(
    serious.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join('\n    ')}`),
    [],
    `${what}: accessibility`,
  )
}

/** The page has no sideways scrolling at this width (reflow, WCAG 1.4.10). */
export async function expectReflow(page, what) {
  const { scroll, width, beyond } = await page.evaluate(() => {
    const width = window.innerWidth
    // The innermost that reach out: what to mend.
    const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1)
    const inner = out.filter((e) => !out.some((other) => other !== e && e.contains(other)))
    const beyond = inner.slice(0, 3).map((e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute('class') ?? ''}"> ${e.textContent.trim().slice(0, 40)}`)
    return { scroll: document.documentElement.scrollWidth, width, beyond }
  })
  assert.ok(scroll <= width + 1, `${what}: ${scroll} px wide in a window of ${width} px; ${beyond.join(' · ')}`)
}
