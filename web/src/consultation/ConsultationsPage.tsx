import { useMutation } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api } from '../api/client'
import type { ConsultQuery, ConsultSide, ConsultWhich } from '../api/types'
import { worksOnMatters } from '../app/home'
import { usePageTitle } from '../app/page'
import { useProfessional } from '../app/session'
import { useLanguage, useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { dateTime } from '../ui/format'
import { PagedList } from '../ui/PagedList'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'
import { Select } from '../ui/Select'
import { useConsultations, useConsultForm } from './queries'
import { Standing } from './Standing'
import '../people/people.css'
import '../requests/requests.css'

const sides: ConsultSide[] = ['specialist', 'asker']
const whiches: ConsultWhich[] = ['open', 'ours', 'untaken', 'late', 'closed']

/** What one's teams have been asked as specialists, and what they have asked. */
export function Component() {
  const { t } = useTranslation('consultation')
  const text = useText()
  const language = useLanguage()
  const { role } = useProfessional()
  usePageTitle(t('title'))
  const [params, setParams] = useSearchParams()
  const [q, setQ] = useState('')
  const typed = useDeferredValue(q.trim())
  const side = sides.find((one) => one === params.get('side')) ?? 'specialist'
  const which = whiches.find((one) => one === params.get('which')) ?? 'open'
  const urgency = params.get('urgency') ?? undefined
  const query: ConsultQuery = { side, which, urgency, q: typed.length > 1 ? typed : undefined }
  const list = useConsultations(query)
  const form = useConsultForm()
  const first = list.data?.pages[0]
  const count = (one: ConsultSide) => (one === 'specialist' ? first?.received : first?.sent)
  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  const table = useMutation({
    mutationFn: () => api.blob('/staff/consultations/export.csv', { method: 'POST', body: query, query: { lang: language } }),
    onSuccess: (csv) => saveFile(csv, 'konsultaatiot.csv'),
  })
  return (
    <main id="main" tabIndex={-1} className="page openings">
      <h1>{t('title')}</h1>
      <p className="quiet openings-intro">{t('intro')}</p>
      <nav className="rq-tabs" aria-label={t('sides')}>
        {sides.map((one) => (
          <Link key={one} to={one === 'specialist' ? '/consultations' : `/consultations?side=${one}`} aria-current={one === side ? 'page' : undefined}>
            {t(`tab.${one as 'asker' | 'specialist'}`, { count: count(one)?.open ?? 0 })}
          </Link>
        ))}
      </nav>
      <search className="rq-filters" aria-label={t('filter.label')}>
        <TextField label={t('filter.q')} value={q} onChange={setQ} autoComplete="off" />
        <Select label={t('filter.which')} value={which} onChange={(event) => set('which', event.target.value)}>
          {whiches.map((one) => (
            <option key={one} value={one}>
              {t(`which.${one}`)}
            </option>
          ))}
        </Select>
        <Select label={t('urgency')} value={urgency ?? ''} onChange={(event) => set('urgency', event.target.value)}>
          <option value="">{t('filter.all')}</option>
          {form.data?.urgencies.map((one) => (
            <option key={one.code} value={one.code}>
              {text(one.name)}
            </option>
          ))}
        </Select>
        {worksOnMatters(role) && (
          <Button busy={table.isPending} onClick={() => table.mutate()}>
            {t('export')}
          </Button>
        )}
      </search>
      {table.isError && <ProblemNote error={table.error} />}
      {first && (
        <p className="quiet" role="status">
          {t('figures', { ours: count(side)?.ours ?? 0, late: count(side)?.late ?? 0 })}
        </p>
      )}
      <PagedList
        list={list}
        empty={<p>{t('none')}</p>}
        more={t('more')}
        row={(one) => (
          <li className="card">
            <div className="spread">
              <h2 className="opening-name">
                {one.client ? <Link to={`/clients/${one.client.id}/consultations/${one.id}`}>{one.client.name}</Link> : t('one')}
              </h2>
              <Standing one={one} />
            </div>
            <p className="rq-words">{one.question}</p>
            <p className="quiet">
              {t('from_to', { from: one.from_team, to: one.to_team })} · {dateTime(one.sent_at, language)}
              {one.handler && ` · ${t('in_hands', { name: one.handler.name })}`}
            </p>
          </li>
        )}
      />
    </main>
  )
}
