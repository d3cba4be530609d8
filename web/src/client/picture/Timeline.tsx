import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Summary, TimelineItem } from '../../api/types'
import { useText } from '../../i18n/text'
import { Button } from '../../ui/Button'
import { useWhen } from '../when'
import { Card } from './Card'
import { Openable, pageOf, useOpen } from './opening'
import { layoutLane, position, ticks, windowFor, ZOOMS, type Mark, type Zoom } from './timelineLayout'
import { useWidth } from './useWidth'

type Lane = Summary['timeline']['lanes'][number]

/** The least distance of two marks in pixels: a little over the size of a target (WCAG 2.5.8), so that counts fit. */
const TARGET = 28
const ROW = 22
/** Room kept under the right end for the word "today", in pixels. */
const TODAY_ROOM = 64

/** Visits come rolled up by month: a count at its place, not a bar. Only a ward stay lasts. */
const POINTS: Partial<Record<Lane['lane'], (item: TimelineItem) => boolean>> = {
  visits: () => true,
  emergency_ward: (item) => item.kind !== 'ward',
}

export function Timeline({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  const [zoom, setZoom] = useState<Zoom>('2y')
  const [asTable, setAsTable] = useState(false)
  const { timeline } = summary
  const window = useMemo(() => windowFor(timeline.from, timeline.to, zoom), [timeline.from, timeline.to, zoom])
  return (
    <Card
      title={t('timeline.title')}
      className="pic-timeline"
      aside={
        <div className="tl-tools">
          <div role="group" aria-label={t('timeline.zoom')} className="tl-zoom">
            {ZOOMS.map((code) => (
              <Button key={code} size="small" aria-pressed={zoom === code} onClick={() => setZoom(code)}>
                {t(`timeline.zooms.${code}`)}
              </Button>
            ))}
          </div>
          <Button size="small" look="plain" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? t('timeline.as_drawing') : t('timeline.as_table')}
          </Button>
        </div>
      }
    >
      {asTable ? <TimelineTable lanes={timeline.lanes} window={window} /> : <Drawing lanes={timeline.lanes} window={window} zoom={zoom} />}
    </Card>
  )
}

function Drawing({ lanes, window, zoom }: { lanes: readonly Lane[]; window: { from: number; to: number }; zoom: Zoom }) {
  const { t } = useTranslation('client')
  const [box, width] = useWidth<HTMLDivElement>()
  const board = useRef<HTMLDivElement>(null)
  // Unmeasured (first paint, printing): a width that groups enough.
  const gap = (TARGET / Math.max(width || 640, 200)) * 100
  const laid = useMemo(
    () => lanes.map(({ lane, items }) => ({ lane, ...layoutLane(items, window, gap, { openEnded: lane === 'services', maxRows: lane === 'services' ? 4 : 2, asPoint: POINTS[lane] }) })),
    [lanes, window, gap],
  )
  const [active, setActive] = useState('')
  const all = laid.flatMap(({ marks }) => marks)
  const current = all.some(({ key }) => key === active) ? active : (all[0]?.key ?? '')
  const [opened, setOpened] = useState<{ mark: Mark; lane: Lane['lane'] }>()

  // One stop for Tab; arrows walk along a lane and from lane to lane, so that eighty marks are not eighty stops.
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const lane = laid.findIndex(({ marks }) => marks.some(({ key }) => key === current))
    const here = laid[lane]
    if (!here) return
    const index = here.marks.findIndex(({ key }) => key === current)
    let next: Mark | undefined
    if (event.key === 'ArrowRight') next = here.marks[index + 1]
    else if (event.key === 'ArrowLeft') next = here.marks[index - 1]
    else if (event.key === 'Home') next = here.marks[0]
    else if (event.key === 'End') next = here.marks.at(-1)
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      const from = here.marks[index]?.left ?? 0
      for (let i = lane + step; laid[i]; i += step) {
        const there = laid[i]?.marks ?? []
        next = [...there].sort((a, b) => Math.abs(a.left - from) - Math.abs(b.left - from))[0]
        if (next) break
      }
    } else return
    event.preventDefault()
    if (!next) return
    setActive(next.key)
    board.current?.querySelector<HTMLElement>(`[data-mark="${CSS.escape(next.key)}"]`)?.focus()
  }

  const now = position(Date.now(), window)
  return (
    <>
    <div className="tl" ref={board} onKeyDown={walk} role="group" aria-label={t('timeline.keys')}>
      <div className="tl-lanes">
        {laid.map(({ lane, marks, rows }) => (
          <div className="tl-lane" key={lane}>
            <span className="tl-name">{t(`timeline.lane.${lane}`)}</span>
            <div className="tl-track" role={marks.length > 0 ? 'list' : undefined} aria-label={marks.length > 0 ? t(`timeline.lane.${lane}`) : undefined} style={{ minHeight: Math.max(30, rows * ROW + 8) }}>
              {marks.length === 0 && <span className="tl-none">{t('timeline.lane_empty')}</span>}
              {marks.map((mark) => (
                <MarkButton key={mark.key} mark={mark} lane={lane} stop={mark.key === current} onOpen={(mark) => setOpened({ mark, lane })} onFocus={() => setActive(mark.key)} />
              ))}
            </div>
          </div>
        ))}
      </div>
      <div className="tl-over" ref={box} aria-hidden="true">
        {ticks(window, zoom, 100 - (TODAY_ROOM / Math.max(width || 640, 200)) * 100).map((tick) => (
          <span key={tick.at} className="tl-tick" style={{ left: `${tick.at}%` }}>
            <i>{tick.label}</i>
          </span>
        ))}
        {now >= 0 && now <= 100 && (
          <span className="tl-now" style={{ left: `${now}%` }}>
            <i>{t('timeline.today')}</i>
          </span>
        )}
      </div>
    </div>
      {opened && (
        <Group
          mark={opened.mark}
          lane={opened.lane}
          onClose={() => {
            board.current?.querySelector<HTMLElement>(`[data-mark="${CSS.escape(opened.mark.key)}"]`)?.focus()
            setOpened(undefined)
          }}
        />
      )}
    </>
  )
}

function MarkButton({ mark, lane, stop, onOpen, onFocus }: { mark: Mark; lane: Lane['lane']; stop: boolean; onOpen: (mark: Mark) => void; onFocus: () => void }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  const open = useOpen()
  const only = mark.items.length === 1 ? mark.items[0] : undefined
  const span = mark.width > 0
  const name = only ? text(only.label) : t('timeline.group', { count: mark.count })
  const time = only ? range(only, lane, when.day, t('timeline.ongoing')) : `${when.day(mark.items[0]?.from)}–${when.day(mark.items.at(-1)?.to ?? mark.items.at(-1)?.from)}`
  const counted = only && only.count && only.count > 1 ? ` · ${t('timeline.times', { count: only.count })}` : ''
  const shape = span ? 'span' : lane === 'plans_decisions' ? 'diamond' : 'dot'
  return (
    <div role="listitem" className={span ? 'tl-item tl-item-span' : 'tl-item'} style={{ left: `${mark.left}%`, width: span ? `${mark.width}%` : undefined, top: span ? 4 + mark.row * ROW : 3 }}>
      <button
        type="button"
        data-mark={mark.key}
        tabIndex={stop ? 0 : -1}
        className={`tl-mark tl-${shape} tl-${lane} tone-${mark.tone}${mark.ongoing ? ' is-ongoing' : ''}${mark.earlier ? ' is-earlier' : ''}`}
        aria-label={`${name}${counted}, ${time}`}
        title={`${name} · ${time}${counted}`}
        onFocus={onFocus}
        onClick={() => (only?.ref.openable && !pageOf(only.ref) ? open({ ref: only.ref, title: text(only.label) }) : onOpen(mark))}
      >
        {span ? <span className="tl-text">{name}{counted}</span> : mark.count > 1 ? <span className="tl-count">{mark.count}</span> : null}
      </button>
    </div>
  )
}

/** Only services without an end go on; elsewhere a thing without an end happened at one moment. */
function range(item: TimelineItem, lane: Lane['lane'], day: (value: string | undefined) => string, ongoing: string): string {
  const from = day(item.from)
  if (item.to) return item.to.slice(0, 10) === item.from.slice(0, 10) ? from : `${from}–${day(item.to)}`
  return lane === 'services' ? `${from}– ${ongoing}` : from
}

/** What a grouped mark holds, under the drawing. */
function Group({ mark, lane, onClose }: { mark: Mark; lane: Lane['lane']; onClose: () => void }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  return (
    <div className="tl-group" role="region" aria-label={t('timeline.group', { count: mark.count })}>
      <div className="pic-card-head">
        <p className="pic-strong">{t('timeline.group', { count: mark.count })}</p>
        <Button size="small" look="plain" autoFocus onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      <ul className="tl-group-list">
        {mark.items.map((item, index) => (
          <li key={index}>
            <span className="num quiet">{range(item, lane, when.day, t('timeline.ongoing'))}</span> <Openable item={item.ref} title={text(item.label)} />
            {item.count && item.count > 1 ? <span className="quiet"> · {t('timeline.times', { count: item.count })}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

function TimelineTable({ lanes, window }: { lanes: readonly Lane[]; window: { from: number; to: number } }) {
  const { t } = useTranslation('client')
  const text = useText()
  const when = useWhen()
  const rows = lanes
    .flatMap(({ lane, items }) => items.map((item) => ({ lane, item })))
    .filter(({ item }) => Date.parse(item.to ?? item.from) >= window.from || !item.to)
    .sort((a, b) => b.item.from.localeCompare(a.item.from))
  if (rows.length === 0) return <p className="quiet">{t('timeline.empty')}</p>
  return (
    <div className="tl-table" tabIndex={0} role="region" aria-label={t('timeline.title')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('timeline.when')}</th>
            <th scope="col">{t('timeline.what')}</th>
            <th scope="col">{t('timeline.where')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ lane, item }, index) => (
            <tr key={index}>
              <td className="num">{range(item, lane, when.day, t('timeline.ongoing'))}</td>
              <td>
                <Openable item={item.ref} title={text(item.label)} />
                {item.count && item.count > 1 ? <span className="quiet"> · {t('timeline.times', { count: item.count })}</span> : null}
              </td>
              <td>{t(`timeline.lane.${lane}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
