// One chunk per language: every feature's words, keyed by feature.
import type { ResourceLanguage } from 'i18next'

const files = import.meta.glob<ResourceLanguage[string]>('./fi/*.json', { eager: true, import: 'default' })

export const words: ResourceLanguage = Object.fromEntries(
  Object.entries(files).map(([path, content]) => [path.slice('./fi/'.length, -'.json'.length), content]),
)
