import { Fragment, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Summary } from '../../api/types'
import { Button } from '../../ui/Button'
import { Code } from '../parts/Code'
import { PartMark } from '../../quality/QualityMark'
import { Card } from './Card'
import { placePeople, shortName, together, type Person } from './peopleLayout'

/** The people around the client, drawn; the same as a list one click away. */
export function People({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  const [asList, setAsList] = useState(false)
  const people = useMemo(() => together(summary.people), [summary.people])
  const graph = useMemo(() => placePeople(people), [people])
  const others = people.filter(({ kind }) => kind !== 'client')
  const centre = summary.header.card.given_name.split(' ')[0] ?? ''
  return (
    <Card
      title={t('people.title')}
      aside={
        others.length > 0 ? (
          <Button size="small" look="plain" aria-pressed={asList} onClick={() => setAsList(!asList)}>
            {asList ? t('people.as_drawing') : t('people.as_list')}
          </Button>
        ) : undefined
      }
    >
      {others.length === 0 ? (
        <p className="quiet">
          {t('people.empty')} <Link to="people">{t('people.add_one')}</Link>
        </p>
      ) : asList ? (
        <ul className="pic-rows">
          {others.map((person, index) => (
            <li key={index}>
              <span className="pic-name">{person.name}</span>
              <span className="pic-detail quiet">
                <Roles person={person} />
              </span>
              {person.phone && <a href={`tel:${person.phone.replace(/\s/g, '')}`}>{person.phone}</a>}
            </li>
          ))}
        </ul>
      ) : (
        <>
          <svg className="pic-people" viewBox={`0 0 ${graph.width} ${graph.height}`} role="img" aria-label={t('people.drawing', { count: others.length })}>
            {graph.around.map(({ x, y }, index) => (
              <line key={index} x1={graph.centre.x} y1={graph.centre.y} x2={x} y2={y} className="pp-line" />
            ))}
            {graph.links.map(([a, b], index) => (
              <line key={`l${index}`} x1={a.x} y1={a.y} x2={b.x} y2={b.y} className="pp-line pp-between" />
            ))}
            {graph.around.map(({ person, x, y }, index) => (
              <g key={index} className={`pp pp-${person.kind} tone-${person.tone ?? 'neutral'}`}>
                <title>{person.name}</title>
                <circle cx={x} cy={y} r="13" />
                <text x={x} y={y + 4} className="pp-initial">
                  {initials(person.name)}
                </text>
                <text x={x} y={y + 25} className="pp-name">
                  {shortName(person.name)}
                </text>
                <text x={x} y={y + 36} className="pp-role">
                  <Roles person={person} most={1} />
                </text>
              </g>
            ))}
            <g className="pp pp-client">
              <circle cx={graph.centre.x} cy={graph.centre.y} r="22" />
              <text x={graph.centre.x} y={graph.centre.y + 4} className="pp-centre">
                {/* A longer name does not fit the circle; the page's head has it whole. */}
                {centre.length > 6 ? initials(`${summary.header.card.given_name.split(' ')[0] ?? ''} ${summary.header.card.family_name}`) : centre}
              </text>
            </g>
          </svg>
          {graph.left > 0 && (
            <button type="button" className="link-btn pic-more" onClick={() => setAsList(true)}>
              {t('people.more', { count: graph.left })}
            </button>
          )}
        </>
      )}
      <PartMark parts={summary.quality} section="people" />
    </Card>
  )
}

function Roles({ person, most = Infinity }: { person: Person; most?: number }) {
  return person.roles.slice(0, most).map((role, index) => (
    <Fragment key={role}>
      {index > 0 && ', '}
      <Code group="close_role" code={role} />
    </Fragment>
  ))
}

function initials(name: string): string {
  return name
    .split(' ')
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}
