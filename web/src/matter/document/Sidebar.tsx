import type { RJSFSchema } from '@rjsf/utils'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, url } from '../../api/client'
import type { Document, Matter } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { SidePanel } from '../../client/parts/SidePanel'
import { Skeleton } from '../../client/parts/Skeleton'
import { useWhen } from '../../client/when'
import { Button } from '../../ui/Button'
import type { Json } from './merge'
import { useText } from '../../i18n/text'
import { DenyDocument } from '../../will/DenyDocument'
import { ReadBody } from './ReadBody'

/** What is at hand while writing: printing, earlier versions, and the client's own words. */
export function Sidebar({ document, schema, matter }: { document: Document; schema: RJSFSchema; matter: Matter }) {
  const { t } = useTranslation('matter')
  const text = useText()
  const when = useWhen()
  const [version, setVersion] = useState<number>()
  const versions = [...document.versions].sort((a, b) => b.version - a.version)
  return (
    <>
      <section className="card mt-card" aria-labelledby="doc-print">
        <h2 id="doc-print">{t('document.print')}</h2>
        <p className="row">
          {(['fi', 'sv'] as const).map((lang) => (
            <a key={lang} className="btn btn-secondary btn-small" href={url(`/staff/documents/${document.id}/print.pdf`, { lang })} target="_blank" rel="noreferrer" hrefLang={lang}>
              {t(`document.pdf.${lang}`)}
            </a>
          ))}
          {document.permitted_actions.includes('export') && (
            <a className="btn btn-secondary btn-small" href={url(`/staff/documents/${document.id}/export.json`)} download>
              {t('document.export')}
            </a>
          )}
        </p>
        <details className="quiet">
          <summary>{t('document.details')}</summary>
          <p className="num mt-oid">{t('document.structure', { oid: document.structure.oid, version: document.structure.version })}</p>
        </details>
      </section>
      {matter.own_words && (
        <section className="card mt-card" aria-labelledby="doc-words">
          <h2 id="doc-words">{t('own_words')}</h2>
          <p className="mt-quote">”{matter.own_words}”</p>
        </section>
      )}
      <section className="card mt-card" aria-labelledby="doc-versions">
        <h2 id="doc-versions">{t('document.versions')}</h2>
        <ul className="row-list">
          {versions.slice(0, 12).map((entry) => (
            <li key={entry.version}>
              <div className="mt-grow">
                <p>
                  {t('document.version', { version: entry.version })}
                  {entry.state === 'final' && ` · ${t('document_state.final')}`}
                </p>
                <p className="quiet num">
                  {when.instant(entry.at)} · {entry.by.name}
                </p>
              </div>
              <Button size="small" look="plain" onClick={() => setVersion(entry.version)}>
                {t('document.show_version')}
                <span className="sr-only"> {entry.version}</span>
              </Button>
            </li>
          ))}
        </ul>
      </section>
      {document.state === 'final' && (
        <section className="card mt-card" aria-labelledby="doc-will">
          <h2 id="doc-will">{t('document.will')}</h2>
          {document.client_ids.map((client) => (
            <DenyDocument key={client} whose={{ client }} id={document.id} title={text(document.title)} of={document.client_ids.length > 1 ? matter.clients.find(({ id }) => id === client)?.name : undefined} />
          ))}
        </section>
      )}
      {version !== undefined && <Version documentId={document.id} version={version} schema={schema} onClose={() => setVersion(undefined)} />}
    </>
  )
}

function Version({ documentId, version, schema, onClose }: { documentId: string; version: number; schema: RJSFSchema; onClose: () => void }) {
  const { t } = useTranslation('matter')
  const query = useQuery({
    queryKey: ['document', documentId, 'version', version],
    queryFn: () => api.get<Document>(`/staff/documents/${documentId}/versions/${version}`),
    staleTime: Infinity,
  })
  return (
    <SidePanel title={t('document.version', { version })} onClose={onClose}>
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && <ReadBody schema={schema} value={query.data.body as Json} />}
    </SidePanel>
  )
}
