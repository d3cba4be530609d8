// What was typed in the search field, for the page of results: in memory only, never in an address or in the browser's history.
let kept = ''

export function keepSearch(typed: string) {
  kept = typed
  window.dispatchEvent(new Event('punos:search'))
}

export function keptSearch(): string {
  return kept
}
