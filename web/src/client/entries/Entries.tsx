import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { api } from '../../api/client'
import type { ClientEntries, DisclosureChoice, PaymentCommitment } from '../../api/types'
import { useLanguage } from '../../i18n/text'
import { Pill } from '../../ui/Pill'
import { Retry } from '../parts/Retry'
import { useWhen } from '../when'

/** Whose: a client's own, or what was written in a matter. */
type Of = { client: string } | { matter: string }

/**
 * Payment commitments, and permits and denials of disclosure, as finished documents have told them. Nothing is shown when
 * there are none: most clients have none.
 */
export function Entries({ of, names }: { of: Of; names?: { id: string; name: string }[] }) {
  const matter = 'matter' in of
  const path = matter ? `/staff/matters/${encodeURIComponent(of.matter)}/entries` : `/staff/clients/${encodeURIComponent(of.client)}/entries`
  const query = useQuery({
    queryKey: matter ? ['matter', of.matter, 'entries'] : ['client', of.client, 'entries'],
    queryFn: ({ signal }) => api.get<ClientEntries>(path, { signal }),
    refetchOnWindowFocus: false,
    staleTime: 30_000,
  })
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  if (!query.data) return null
  const { payment_commitments: given, disclosure_choices: said } = query.data
  // In a matter of several it is said whose.
  const whose = (id: string) => (names && names.length > 1 ? names.find((one) => one.id === id)?.name : undefined)
  return (
    <>
      {given.length > 0 && <Commitments given={given} whose={whose} />}
      {said.length > 0 && <Choices said={said} whose={whose} />}
    </>
  )
}

type Whose = (id: string) => string | undefined

function Commitments({ given, whose }: { given: PaymentCommitment[]; whose: Whose }) {
  const { t } = useTranslation('client')
  return (
    <section className="card mt-card" aria-labelledby="en-given">
      <h2 id="en-given">{t('entries.commitments')}</h2>
      <ul className="row-list">
        {given.map((one) => (
          <Commitment key={one.id} one={one} whose={whose(one.client_id)} />
        ))}
      </ul>
    </section>
  )
}

function Commitment({ one, whose }: { one: PaymentCommitment; whose?: string }) {
  const { t } = useTranslation('client')
  const language = useLanguage()
  const when = useWhen()
  const sum = one.max_cents === undefined ? undefined : new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' }).format(one.max_cents / 100)
  const valid = one.valid_from || one.valid_to ? `${when.day(one.valid_from)}–${when.day(one.valid_to)}` : undefined
  return (
    <li>
      <div className="mt-grow">
        <b>{one.recipient}</b>
        <p>{[whose, one.service, one.content].filter(Boolean).join(' · ')}</p>
        <p className="quiet num">{[sum && t('entries.most', { sum }), valid, t('entries.issued', { date: when.day(one.issued_on) })].filter(Boolean).join(' · ')}</p>
      </div>
      <Pill tone={one.in_force ? 'success' : 'neutral'}>{t(one.in_force ? 'entries.in_force' : 'entries.not_in_force')}</Pill>
      <ToDocument matter={one.matter_id} document={one.document_id} about={one.recipient} />
    </li>
  )
}

function Choices({ said, whose }: { said: DisclosureChoice[]; whose: Whose }) {
  const { t } = useTranslation('client')
  const now = said.filter((one) => !one.replaced_at)
  const before = said.filter((one) => one.replaced_at)
  return (
    <section className="card mt-card" aria-labelledby="en-said">
      <h2 id="en-said">{t('entries.choices')}</h2>
      <p className="quiet">{t('entries.choices_hint')}</p>
      <ul className="row-list">
        {now.map((one) => (
          <Choice key={one.id} one={one} whose={whose(one.client_id)} />
        ))}
      </ul>
      {before.length > 0 && (
        <details>
          <summary>{t('entries.earlier', { count: before.length })}</summary>
          <ul className="row-list">
            {before.map((one) => (
              <Choice key={one.id} one={one} whose={whose(one.client_id)} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Choice({ one, whose }: { one: DisclosureChoice; whose?: string }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  const what = t(`entries.kind.${one.kind}`)
  const about = one.subject ? `${t(`entries.level.${one.level}`)} ${one.subject}` : t(`entries.level.${one.level}`)
  return (
    <li>
      <div className="mt-grow">
        <b>{what}</b>
        <p>{[whose, about].filter(Boolean).join(' · ')}</p>
        <p className="quiet num">
          {[one.given_on && t('entries.given', { date: when.day(one.given_on) }), one.by_representative && t('entries.representative'), one.replaced_at && t('entries.replaced', { date: when.instant(one.replaced_at) })].filter(Boolean).join(' · ')}
        </p>
      </div>
      <ToDocument matter={one.matter_id} document={one.document_id} about={`${what} ${one.subject ?? ''}`.trim()} />
    </li>
  )
}

function ToDocument({ matter, document, about }: { matter: string; document: string; about: string }) {
  const { t } = useTranslation('client')
  return (
    <Link to={`/matters/${matter}/documents/${document}`}>
      {t('entries.document')}
      <span className="sr-only">: {about}</span>
    </Link>
  )
}
