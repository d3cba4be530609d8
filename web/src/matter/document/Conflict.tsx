import type { RJSFSchema } from '@rjsf/utils'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../api/types'
import { useWhen } from '../../client/when'
import { Button } from '../../ui/Button'
import { labelsOf } from '../form/prepare'
import { compare, empty, merge, pathKey, type FieldChange, type Json } from './merge'
import { valueText } from './ReadBody'

type Side = 'mine' | 'theirs'

/** Two people changed the same draft: every field that differs, side by side, mine or theirs for each, and then one save. */
export function Conflict({ schema, base, mine, current, onResolve }: { schema: RJSFSchema; base: Json; mine: Json; current: Document; onResolve: (body: Json, version: number) => void }) {
  const { t } = useTranslation('matter')
  const when = useWhen()
  const theirs = current.body as Json
  const changes = compare(base, mine, theirs)
  // What only one side changed is taken from that side unless somebody says otherwise.
  const [choices, setChoices] = useState<Record<string, Side>>(() => Object.fromEntries(changes.filter((c) => c.changedBy !== 'both').map((c) => [pathKey(c.path), c.changedBy as Side])))
  // The form is gone from under the cursor; the work goes on from here.
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const open = changes.filter((change) => !choices[pathKey(change.path)])
  const all = (side: Side) => setChoices(Object.fromEntries(changes.map((change) => [pathKey(change.path), side])))
  return (
    <section className="card conflict" aria-labelledby="conflict-title">
      <h2 id="conflict-title" ref={heading} tabIndex={-1}>
        {t('conflict.title')}
      </h2>
      <p>{t('conflict.text', { name: current.updated_by.name, time: when.instant(current.updated_at) })}</p>
      {changes.length === 0 ? (
        <p>{t('conflict.same')}</p>
      ) : (
        <>
          <p className="row">
            <Button size="small" onClick={() => all('mine')}>
              {t('conflict.all_mine')}
            </Button>
            <Button size="small" onClick={() => all('theirs')}>
              {t('conflict.all_theirs')}
            </Button>
          </p>
          {changes.map((change) => (
            <Choice key={pathKey(change.path)} schema={schema} change={change} name={current.updated_by.name} side={choices[pathKey(change.path)]} onChoose={(side) => setChoices({ ...choices, [pathKey(change.path)]: side })} />
          ))}
        </>
      )}
      <p className="row">
        <Button
          look="primary"
          aria-disabled={open.length > 0}
          onClick={() => {
            if (open.length === 0) onResolve(merge(theirs, changes, (change) => choices[pathKey(change.path)] ?? 'theirs'), current.version)
          }}
        >
          {t('conflict.save')}
        </Button>
        {open.length > 0 && <span className="quiet">{t('conflict.left', { count: open.length })}</span>}
      </p>
    </section>
  )
}

function fieldSchema(schema: RJSFSchema, path: readonly string[]): RJSFSchema | undefined {
  return path.reduce<RJSFSchema | undefined>((node, key) => node?.properties?.[key] as RJSFSchema | undefined, schema)
}

function Choice({ schema, change, name, side, onChoose }: { schema: RJSFSchema; change: FieldChange; name: string; side: Side | undefined; onChoose: (side: Side) => void }) {
  const { t } = useTranslation('matter')
  const words = { yes: t('form.yes'), no: t('form.no') }
  const field = fieldSchema(schema, change.path)
  const labels = labelsOf(schema, change.path)
  const key = pathKey(change.path)
  return (
    <fieldset className="conflict-field">
      <legend>{labels.slice(1).join(' › ') || labels.join(' › ')}</legend>
      <div className="conflict-sides">
        {(['mine', 'theirs'] as const).map((one) => (
          <label key={one} className="radio-line">
            <input type="radio" name={`conflict-${key}`} checked={side === one} onChange={() => onChoose(one)} />
            <span>
              <b>{one === 'mine' ? t('conflict.mine') : t('conflict.theirs', { name })}</b>
              {change.changedBy !== 'both' && change.changedBy === one && <span className="quiet"> {t('conflict.only_this')}</span>}
              <span className="conflict-value">{empty(change[one]) ? <em>{t('read.nothing')}</em> : valueText(field, change[one], words)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
