import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { root, usePlaces } from './api'
import { EmployDialog } from './EmployDialog'
import { roles, type StaffNote, type StaffRow } from './types'

const notes: StaffNote[] = ['no_role', 'no_log_in', 'ends_soon', 'role_ends_soon', 'power_ends_soon']
const page = 200

/** Everyone who works, worked or will work here: searched, filtered, with what needs care told in words. */
export default function StaffListPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('staff.title'))
  const text = useText()
  const language = useLanguage()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const [typed, setTyped] = useState(params.get('q') ?? '')
  const [adding, setAdding] = useState(false)
  const q = useDeferredValue(typed.trim())
  const places = usePlaces()
  const of = (name: string) => params.get(name) ?? (name === 'state' ? 'employed' : '')
  const offset = Number(params.get('offset') ?? 0)
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params)
    if (name !== 'offset') next.delete('offset')
    // The first choice of `state` is not "all": an empty one is kept in the address.
    if (value || name === 'state') next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  const query = { q, state: of('state'), role: of('role'), unit_id: of('unit_id'), team_id: of('team_id'), note: of('note'), offset }
  const staff = useQuery({
    queryKey: ['admin', 'staff', 'list', query],
    queryFn: () => api.get<{ rows: StaffRow[]; total: number }>(`${root}/professionals`, { query }),
    placeholderData: keepPreviousData,
  })
  const rows = staff.data?.rows ?? []
  const total = staff.data?.total ?? 0
  return (
    <>
      <div className="spread">
        <h1>{t('staff.title')}</h1>
        <Button look="primary" onClick={() => setAdding(true)}>
          {t('staff.employ')}
        </Button>
      </div>
      <div className="admin-filters" role="search" aria-label={t('staff.search')}>
        <div className="field">
          <label className="field-label" htmlFor="staff-q">
            {t('staff.search')}
          </label>
          <input
            id="staff-q"
            className="input"
            type="search"
            autoComplete="off"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              set('q', event.target.value.trim())
            }}
          />
        </div>
        <Select label={t('staff.state')} value={of('state')} onChange={(event) => set('state', event.target.value)}>
          <option value="">{t('all')}</option>
          {(['employed', 'coming', 'ended'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`staff.states.${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('staff.role')} value={of('role')} onChange={(event) => set('role', event.target.value)}>
          <option value="">{t('all')}</option>
          {roles.map((one) => (
            <option key={one} value={one}>
              {t(`codes:role.${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('staff.unit')} value={of('unit_id')} onChange={(event) => set('unit_id', event.target.value)}>
          <option value="">{t('all')}</option>
          {places.data?.units.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
        <Select label={t('staff.team')} value={of('team_id')} onChange={(event) => set('team_id', event.target.value)}>
          <option value="">{t('all')}</option>
          {places.data?.teams.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
        <Select label={t('staff.note')} value={of('note')} onChange={(event) => set('note', event.target.value)}>
          <option value="">{t('all')}</option>
          {notes.map((one) => (
            <option key={one} value={one}>
              {t(`staff.notes.${one}`)}
            </option>
          ))}
        </Select>
      </div>
      {staff.isError && <ProblemNote error={staff.error} />}
      <p role="status" className="quiet" aria-busy={staff.isPending}>
        {staff.data ? t('staff.count', { count: total }) : t('common:loading')}
      </p>
      {staff.data && rows.length === 0 && <p className="card empty">{t('staff.empty')}</p>}
      {rows.length > 0 && (
        <div className="card scroll-x" role="region" aria-label={t('staff.title')} tabIndex={0}>
          <table className="table">
            <caption className="sr-only">{t('staff.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('staff.name')}</th>
                <th scope="col">{t('staff.role')}</th>
                <th scope="col">{t('staff.unit')}</th>
                <th scope="col">{t('staff.teams')}</th>
                <th scope="col">{t('staff.power')}</th>
                <th scope="col">{t('staff.validity')}</th>
                <th scope="col">{t('staff.note')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <Link to={`/administration/staff/${one.id}`}>{one.name}</Link>
                    <br />
                    <span className="quiet">{text(one.title)}</span>
                  </th>
                  <td>{one.role ? t(`codes:role.${one.role}`) : '–'}</td>
                  <td>{one.unit}</td>
                  <td>{one.teams.join(', ') || '–'}</td>
                  <td>{one.can_decide ? t('yes') : '–'}</td>
                  <td>
                    {longDate(one.valid_from, language)}–{one.valid_to ? longDate(one.valid_to, language) : ''}
                  </td>
                  <td>
                    <span className="row">
                      {one.state !== 'employed' && <Pill>{t(`staff.states.${one.state}`)}</Pill>}
                      {one.notes.map((note) => (
                        <Pill key={note} tone={note === 'no_role' ? 'danger' : 'warning'}>
                          {t(`staff.notes.${note}`)}
                        </Pill>
                      ))}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {total > page && (
        <p className="row">
          <Button disabled={offset === 0} onClick={() => set('offset', String(Math.max(0, offset - page)))}>
            {t('previous')}
          </Button>
          <span>{t('range', { from: offset + 1, to: Math.min(offset + page, total), total })}</span>
          <Button disabled={offset + page >= total} onClick={() => set('offset', String(offset + page))}>
            {t('next')}
          </Button>
        </p>
      )}
      {adding && <EmployDialog onClose={() => setAdding(false)} onDone={(id) => void navigate(`/administration/staff/${id}`)} />}
    </>
  )
}
