// Fails when the shapes in src/api/types.ts and the node's OpenAPI document say different things of the same name.
// The document is ../docs/api/openapi.json, or a path given as the argument; without one there is nothing to compare with.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const web = new URL('..', import.meta.url).pathname
const source = process.argv[2] ?? join(web, '../docs/api/openapi.json')
if (!existsSync(source)) {
  console.log(`api: ${source} is not there, nothing to compare with`)
  process.exit(0)
}
const place = join(web, 'node_modules/.cache/api-agree')
mkdirSync(place, { recursive: true })
const bin = (name) => join(web, 'node_modules/.bin', name)
execFileSync(bin('openapi-typescript'), [source, '-o', join(place, 'schema.d.ts')], { stdio: ['ignore', 'ignore', 'inherit'] })

const schemas = new Set(Object.keys(JSON.parse(readFileSync(source, 'utf8')).components.schemas))
const ours = [...readFileSync(join(web, 'src/api/types.ts'), 'utf8').matchAll(/^export interface (\w+)/gm)].map((match) => match[1])
// What the screens send is compared the other way round; a few names mean another thing there.
const sent = new Set(['NewClient', 'NewMatter', 'ProposeRouting', 'CaseloadHandOver', 'NewClientMatter'])
const others = new Set(['Choice', 'ClientSearch', 'Problem', 'DeskQuery'])
const both = ours.filter((name) => schemas.has(name) && !others.has(name))
writeFileSync(
  join(place, 'agree.ts'),
  [
    `import type * as T from '${join(web, 'src/api/types')}'`,
    "import type { components } from './schema'",
    "type S = components['schemas']",
    '// The document writes what may be left out as what may be null, and some codes as any text: both are looked through.',
    'type Plain<X> = X extends string ? string : X extends number | boolean ? X : X extends readonly (infer I)[] ? Plain<I>[] : X extends Record<string, never> ? any',
    '  : X extends object ? { [K in keyof X]: Plain<NonNullable<X[K]>> | (undefined extends X[K] ? undefined : never) } : X',
    ...both.map((name) =>
      sent.has(name)
        ? `export const ${name} = (x: Plain<T.${name}>): Plain<S['${name}']> => x`
        : `export const ${name} = (x: Plain<S['${name}']>): Plain<T.${name}> => x`,
    ),
  ].join('\n'),
)
const options = { strict: true, noEmit: true, module: 'ESNext', moduleResolution: 'bundler', target: 'ES2022', lib: ['ES2023', 'DOM'], skipLibCheck: true, types: [] }
writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['agree.ts'] }))
try {
  execFileSync(bin('tsc'), ['-p', place], { stdio: 'inherit' })
} catch {
  console.error('api: the shapes above do not agree with the node')
  process.exit(1)
}
console.log(`api: ${both.length} shapes agree with the node`)
