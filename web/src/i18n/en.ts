// One chunk per language: every feature's words, keyed by feature.
import type { ResourceLanguage } from 'i18next'

const files = import.meta.glob<ResourceLanguage[string]>('./en/*.json', { eager: true, import: 'default' })

export const words: ResourceLanguage = Object.fromEntries(
  Object.entries(files).map(([path, content]) => [path.slice('./en/'.length, -'.json'.length), content]),
)
