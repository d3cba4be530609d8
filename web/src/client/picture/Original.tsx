import { useTranslation } from 'react-i18next'
import type { ItemView } from '../../api/types'
import { KeyValueTree } from '../parts/KeyValueTree'
import { Retry } from '../parts/Retry'
import { SidePanel } from '../parts/SidePanel'
import { Skeleton } from '../parts/Skeleton'
import { useItem } from '../queries'
import { useWhen } from '../when'
import { itemRows } from './itemRows'
import { RestrictedMark } from '../../rights/RestrictedMark'
import { SeriesTable } from './SeriesTable'
import type { Opened } from './opening'

/** What stands behind one thing in the picture: the row made from it, and what the source sent, for those with the right. */
export function Original({ clientId, opened, onClose }: { clientId: string; opened: Opened; onClose: () => void }) {
  const { t } = useTranslation('client')
  const query = useItem(clientId, opened.ref.kind, opened.ref.id)
  return (
    <SidePanel title={opened.title} onClose={onClose}>
      <RestrictedMark clientId={clientId} id={opened.ref.id} />
      {opened.measure && <SeriesTable measure={opened.measure} />}
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && <Found view={query.data} />}
      <p className="quiet">{t('original.logged')}</p>
    </SidePanel>
  )
}

function Found({ view }: { view: ItemView }) {
  const { t, i18n } = useTranslation('client')
  const when = useWhen()
  const { original } = view
  const words = (key: string, value: string) => {
    const code = `client:${key === 'status' ? 'status' : key === 'severity' ? 'severity' : 'value'}.${value.replaceAll('-', '_')}`
    if (key === 'register' && i18n.exists(`codes:register.${value}`)) return t(`codes:register.${value}` as never) as string
    return i18n.exists(code) ? (t(code as never) as string) : undefined
  }
  const labels = (key: string) => (i18n.exists(`client:field.${key}`) ? t(`field.${key}` as never) : undefined) as string | undefined
  return (
    <>
      <section aria-labelledby="item-title">
        <h3 id="item-title">{t('original.item')}</h3>
        <KeyValueTree value={itemRows(view.item)} labels={labels} words={words} />
      </section>
      {original ? (
        <section aria-labelledby="original-title" className="stack">
          <h3 id="original-title">{t('original.title')}</h3>
          <dl className="kv">
            <dt>{t('original.source')}</dt>
            <dd>{original.source_system}</dd>
            <dt>{t('original.received')}</dt>
            <dd>{when.instant(original.received_at)}</dd>
            <dt>{t('original.version')}</dt>
            <dd>{original.version}</dd>
            <dt>{t('original.hash')}</dt>
            <dd>
              <code>{original.hash}</code>
            </dd>
          </dl>
          {(original as { withheld?: boolean }).withheld && <p className="note">{t('original.masked')}</p>}
          <details>
            <summary>{t('original.body', { type: original.content_type })}</summary>
            <div className="original-body">
              <KeyValueTree value={original.body} />
            </div>
          </details>
        </section>
      ) : (
        <p className="note">{t('original.none')}</p>
      )}
    </>
  )
}
