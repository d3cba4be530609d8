import { useTranslation } from 'react-i18next'
import type { Matter } from '../../api/types'
import { Deliveries } from '../../appointment/Told'
import '../../appointment/appointment.css'
import { useNotices } from '../../appointment/queries'
import { Retry } from '../../client/parts/Retry'
import { ShowMore } from '../../client/picture/ShowMore'
import { useWhen } from '../../client/when'
import { useText } from '../../i18n/text'

/** What the clients have been told outside their own pages, and how it went. */
export function Notices({ matter }: { matter: Matter }) {
  const { t } = useTranslation('appointment')
  const text = useText()
  const when = useWhen()
  const query = useNotices(matter.id)
  const data = query.data
  const chosen = data?.clients.filter(({ client_id }) => matter.clients.some(({ id }) => id === client_id)) ?? []
  const nameOf = (id: string) => matter.clients.find((client) => client.id === id)?.name ?? ''
  return (
    <section className="card mt-card" aria-labelledby="mt-notices">
      <h2 id="mt-notices">{t('notices.title')}</h2>
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {data && data.in_use.length === 0 && <p className="quiet">{t('notices.not_in_use')}</p>}
      {data && data.in_use.length > 0 && (
        <ul className="row-list">
          {chosen.map(({ client_id, channels }) => (
            <li key={client_id}>
              <b>{nameOf(client_id)}</b>
              <span>{channels.length === 0 ? t('notices.none_chosen') : channels.map((channel) => t(`channel.${channel}`)).join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
      {data && data.notices.length > 0 && (
        <ShowMore items={data.notices} first={5}>
          {(shown) => (
            <ul className="row-list">
              {shown.map((notice) => (
                <li key={notice.id}>
                  <span className="num quiet">{when.instant(notice.made_at)}</span>
                  <span>
                    {text(notice.label)}
                    {matter.clients.length > 1 && <>, {nameOf(notice.client_id)}</>}
                  </span>
                  <span>
                    <Deliveries deliveries={notice.deliveries} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </ShowMore>
      )}
    </section>
  )
}
