import { useTranslation } from 'react-i18next'
import { Navigate, useParams } from 'react-router'
import type { FieldError, Matter } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { Skeleton } from '../../client/parts/Skeleton'
import { RestrictedMark } from '../../rights/RestrictedMark'
import { useDocument, useStructure } from '../queries'
import { Editor, type Flush } from './Editor'

/** One document on its own: loaded once, then the editor holds what is written. */
export default function DocumentPage({ matter }: { matter: Matter }) {
  const { documentId = '' } = useParams()
  // A decision is written beside the act that makes it final.
  const decision = matter.decisions.find((one) => (one as { document_id?: string }).document_id === documentId)
  if (decision) return <Navigate to={`/matters/${matter.id}/decision/${decision.id}`} replace />
  return <DocumentById key={documentId} matter={matter} documentId={documentId} />
}

export function DocumentById({ matter, documentId, byDeciding = false, onFlush, errors }: { matter: Matter; documentId: string; byDeciding?: boolean; onFlush?: (flush: Flush) => void; errors?: FieldError[] }) {
  const { t } = useTranslation('matter')
  const document = useDocument(documentId)
  const structure = useStructure(document.data?.structure.id)
  const error = document.error ?? structure.error
  if (error) {
    return (
      <div className="mt-columns">
        <div className="mt-main">
          <h2>{t('document.cannot')}</h2>
          <Retry
            error={error}
            again={() => {
              void document.refetch()
              void structure.refetch()
            }}
          />
        </div>
      </div>
    )
  }
  if (!document.data || !structure.data) {
    return (
      <div className="mt-columns">
        <div className="mt-main">
          <Skeleton lines={10} tall />
        </div>
      </div>
    )
  }
  return (
    <>
      {document.data.client_ids.map((client) => (
        <RestrictedMark key={client} clientId={client} id={documentId} />
      ))}
      <Editor key={`${documentId}${document.data.state}`} matter={matter} loaded={document.data} structure={structure.data} byDeciding={byDeciding} onFlush={onFlush} errors={errors} />
    </>
  )
}
