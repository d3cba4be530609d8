import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProcessEdge, ProcessMap, ProcessStep } from '../api/types'
import { useLanguage } from '../i18n/text'
import { decimal } from '../steering/numbers'
import { height, placeOf, thickness, wayOf, width } from './layout'
import type { Behind } from './queries'
import { useSaid } from './words'

/** The map as a drawing; the same stands in tables below it. With `onOpen` steps and ways open to the matters behind them. */
export function Drawing({ map, onOpen }: { map: ProcessMap; onOpen?: (behind: Behind) => void }) {
  const { t } = useTranslation('flow')
  const most = Math.max(0, ...map.edges.map(({ n }) => n ?? 0))
  // Thick ones first, so that the thin lie over them.
  const edges = [...map.edges].sort((a, b) => (b.n ?? 0) - (a.n ?? 0))
  return (
    <div className="flow-scroll">
      <svg className="flow-map" viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t('map.drawn')}>
        <defs>
          <marker id="flow-end" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse">
            <path d="M 0 0 L 10 5 L 0 10 z" className="flow-end" />
          </marker>
        </defs>
        {edges.map((edge) => (
          <Edge key={`${edge.from}-${edge.to}`} edge={edge} most={most} onOpen={onOpen} />
        ))}
        {(['start', 'closed'] as const).map((place) => (
          <Box key={place} place={place} />
        ))}
        {map.steps.map((step) => (
          <Box key={step.step} place={step.step} step={step} onOpen={onOpen} />
        ))}
      </svg>
    </div>
  )
}

/** What makes a part of the drawing a button, when it opens something. */
function button(label: string, open?: () => void) {
  if (!open) return { role: 'img', 'aria-label': label } as const
  return {
    role: 'button',
    tabIndex: 0,
    'aria-label': label,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      open()
    },
  } as const
}

function Edge({ edge, most, onOpen }: { edge: ProcessEdge; most: number; onOpen?: (behind: Behind) => void }) {
  const said = useSaid()
  const { path, label } = wayOf(edge)
  const opens = onOpen && (edge.n ?? 0) > 0 ? () => onOpen({ from: edge.from, to: edge.to }) : undefined
  return (
    <g className={`flow-way flow-${edge.way}`} {...button(said.edge(edge), opens)}>
      <path d={path} strokeWidth={thickness(edge.n, most)} markerEnd="url(#flow-end)" />
      <circle cx={label[0]} cy={label[1]} r="14" className="flow-knob" />
      <text x={label[0]} y={label[1] + 4} textAnchor="middle" aria-hidden="true">
        {said.short(edge)}
      </text>
    </g>
  )
}

function Box({ place, step, onOpen }: { place: ProcessStep['step']; step?: ProcessStep; onOpen?: (behind: Behind) => void }) {
  const { t } = useTranslation('flow')
  const language = useLanguage()
  const said = useSaid()
  const { x, y, width: wide, height: high } = placeOf(place)
  const late = step?.target_days !== undefined && (step.median_days ?? 0) > step.target_days
  const opens = onOpen && (step?.now ?? 0) > 0 ? () => onOpen({ step: place }) : undefined
  return (
    <g className={['flow-step', late ? 'flow-late' : '', step?.designed === false ? 'flow-outside' : ''].join(' ').trim()}>
      <rect x={x} y={y} width={wide} height={high} rx="6" />
      <text x={x + wide / 2} y={y + (step ? 20 : 36)} textAnchor="middle" aria-hidden="true" className="flow-name">
        {said.place(place)}
      </text>
      {step && (
        <>
          <text x={x + wide / 2} y={y + 37} textAnchor="middle" aria-hidden="true">
            {step.now === undefined ? t('few') : t('map.now_short', { count: step.now })}
          </text>
          <text x={x + wide / 2} y={y + 53} textAnchor="middle" aria-hidden="true">
            {step.median_days === undefined ? '–' : t('map.median_short', { days: decimal(step.median_days, language) })}
            {late ? ' !' : ''}
          </text>
        </>
      )}
      {/* What opens lies over the words: they are short, its name says them whole. */}
      <rect x={x} y={y} width={wide} height={high} rx="6" className="flow-hit" {...button(step ? said.step(step) : said.place(place), opens)} />
    </g>
  )
}
