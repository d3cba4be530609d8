import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api } from '../api/client'
import type { CatalogueItem, CatalogueView, GovernanceLevel, ItemSide, RuleHistory, RuleVersionText } from '../api/types'
import { useText } from '../i18n/text'
import { hasDraft, keepDraft } from '../rules/draft'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { withRow } from './draft'
import { useChange } from './queries'
import { useRoleNames } from './words'

const levels: readonly GovernanceLevel[] = ['county', 'jointly_defined', 'joint', 'national', 'undecided']
const KIND = 'catalogue'

/** What another main group or level would change, and the way to the rule text with the change in it. */
export function Change({ item, view }: { item: CatalogueItem; view: CatalogueView }) {
  const { t } = useTranslation('catalogue')
  const text = useText()
  const roles = useRoleNames()
  const navigate = useNavigate()
  const [group, setGroup] = useState(item.group)
  const [level, setLevel] = useState(item.level)
  const change = useChange(item.row, group, level)
  const drafted = hasDraft(KIND)
  const take = useMutation({
    mutationFn: async () => {
      const history = await api.get<RuleHistory>(`/staff/rules/${KIND}`)
      // The newest text, as the editor begins from: a version that waits for its day is not lost.
      const newest = history.versions.find((one) => one.state !== 'withdrawn' && one.state !== 'offered' && one.state !== 'unreadable')?.name ?? history.in_force
      const version = await api.get<RuleVersionText>(`/staff/rules/${KIND}/versions/${encodeURIComponent(newest)}`)
      keepDraft(KIND, { text: withRow(version.text, item.row, group, level) ?? version.text, revision: history.revision, from: newest })
    },
    onSuccess: () => void navigate(`/rules/${KIND}`),
  })
  const said = change.data
  const rows: [string, (side: ItemSide) => string][] = [
    [t('group'), (side) => text(view.groups.find((one) => one.code === side.group)?.label)],
    [t('level'), (side) => t(`levels.${side.level}`)],
    [t('opens'), (side) => roles(side.opens)],
    [t('leaves'), (side) => t(side.leaves ? 'yes' : 'no')],
  ]
  return (
    <section className="card stack" aria-labelledby="catalogue-try">
      <h2 id="catalogue-try">{t('try.title')}</h2>
      <p className="catalogue-lead">{t('try.lead')}</p>
      <div className="catalogue-filters catalogue-two">
        <Select label={t('group')} value={group} onChange={(event) => setGroup(event.target.value)}>
          {view.groups.map((one) => (
            <option key={one.code} value={one.code}>
              {text(one.label)}
            </option>
          ))}
        </Select>
        <Select label={t('level')} value={level} onChange={(event) => setLevel(event.target.value as GovernanceLevel)}>
          {levels.map((one) => (
            <option key={one} value={one}>
              {t(`levels.${one}`)}
            </option>
          ))}
        </Select>
      </div>
      {item.facets.length > 0 && <p className="quiet">{t('try.facets')}</p>}
      {change.isError && <ProblemNote error={change.error} />}
      <div role="status">
        {said && !said.changes && <p className="quiet">{t('try.same')}</p>}
        {said?.changes && (
          <ul className="catalogue-effect">
            {said.lose.length > 0 && <li>{t('try.lose', { roles: roles(said.lose) })}</li>}
            {said.gain.length > 0 && <li>{t('try.gain', { roles: roles(said.gain) })}</li>}
            {said.lose.length + said.gain.length === 0 && <li>{t('try.no_roles')}</li>}
            {said.before.leaves !== said.after.leaves && <li>{t(said.after.leaves ? 'try.would_leave' : 'try.would_stay')}</li>}
          </ul>
        )}
      </div>
      {said?.changes && (
        <table className="table table-stack catalogue-table" aria-labelledby="catalogue-try">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('try.before')}</th>
              <th scope="col">{t('try.after')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, of]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td data-label={t('try.before')}>{of(said.before)}</td>
                <td data-label={t('try.after')}>{of(said.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {said?.changes && !view.may_change && <p className="quiet">{t('try.admin')}</p>}
      {said?.changes && view.may_change && drafted && <p>{t('try.draft')}</p>}
      {said?.changes && view.may_change && (
        <p>
          <Button look="primary" busy={take.isPending} onClick={() => (drafted ? void navigate(`/rules/${KIND}`) : take.mutate())}>
            {drafted ? t('rules') : t('try.take')}
          </Button>
        </p>
      )}
      {take.isError && <ProblemNote error={take.error} />}
    </section>
  )
}
