import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { api, url } from '../api/client'
import type { Document } from '../api/types'
import { usePageTitle } from '../app/page'
import { KeyValueTree } from '../client/parts/KeyValueTree'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { useLanguage, useText } from '../i18n/text'
import type { Json } from '../matter/document/merge'
import { DenyDocument } from '../will/DenyDocument'
import { ReadBody } from '../matter/document/ReadBody'
import { prepareForm, type StructureSchema } from '../matter/form/prepare'
import '../matter/document/document.css'

/** The client's answer carries the structure whole, so that the page can name each part. */
type OwnDocument = Document & { structure: Document['structure'] & { schema?: Record<string, unknown> }; schema?: Record<string, unknown> }

/** My plan or decision, to read and to print. */
export default function DocumentView() {
  const { t } = useTranslation('my')
  const text = useText()
  const when = useWhen()
  const language = useLanguage()
  const { documentId = '' } = useParams()
  const query = useQuery({
    queryKey: ['my', 'document', documentId],
    queryFn: ({ signal }) => api.get<OwnDocument>(`/client/documents/${encodeURIComponent(documentId)}`, { signal }),
    refetchOnWindowFocus: false,
  })
  usePageTitle(t('document.title'))
  const schema = query.data?.structure.schema ?? query.data?.schema
  const prepared = useMemo(
    () => (schema ? prepareForm(schema as StructureSchema, undefined, language, { yes: t('yes'), no: t('no') }).schema : undefined),
    [schema, language, t],
  )
  return (
    <>
      <p>
        <Link to={query.data ? `/my/matters/${query.data.matter_id}` : '/my'}>← {t('back_to_matter')}</Link>
      </p>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && (
        <>
          <h1>{t('cannot_show')}</h1>
          <Retry error={query.error} again={() => void query.refetch()} />
        </>
      )}
      {query.data && (
        <>
          <header className="my-hello">
            <h1>{text(query.data.title)}</h1>
            <p className="quiet">
              {when.day(query.data.updated_at)} · {query.data.updated_by.name}
            </p>
          </header>
          <div className="my-buttons">
            {(['fi', 'sv'] as const).map((lang) => (
              <a key={lang} className="btn btn-secondary" href={url(`/client/documents/${query.data.id}/print.pdf`, { lang })} target="_blank" rel="noreferrer" hrefLang={lang}>
                {t(`document.pdf.${lang}`)}
              </a>
            ))}
          </div>
          <div className="my-card">{prepared ? <ReadBody schema={prepared} value={query.data.body as Json} /> : <KeyValueTree value={query.data.body} />}</div>
          {query.data.state === 'final' && (
            <div className="my-card">
              <DenyDocument whose={{ own: true }} id={query.data.id} title={text(query.data.title)} />
            </div>
          )}
        </>
      )}
    </>
  )
}
