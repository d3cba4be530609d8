import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { FieldError, Matter } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { Skeleton } from '../../client/parts/Skeleton'
import { DocumentById } from '../document/DocumentPage'
import type { Flush } from '../document/Editor'
import { useDecision } from '../queries'
import { Power } from './Power'
import { Remedies } from './Remedies'

/** A decision on its way: written as a document, decided by one who has the power, sent to the client. */
export default function DecisionPage({ matter }: { matter: Matter }) {
  const { decisionId = '' } = useParams()
  const { t } = useTranslation('matter')
  const query = useDecision(matter.id, decisionId)
  const [errors, setErrors] = useState<FieldError[]>()
  const flush = useRef<Flush>(() => Promise.resolve(undefined))
  const take = useCallback((way: Flush) => {
    flush.current = way
  }, [])
  if (query.isPending) {
    return (
      <div className="mt-columns">
        <Skeleton lines={6} />
      </div>
    )
  }
  if (query.isError) {
    return (
      <div className="mt-columns">
        <div>
          <h2>{t('document.cannot')}</h2>
          <Retry error={query.error} again={() => void query.refetch()} />
        </div>
      </div>
    )
  }
  return (
    <>
      <Power matter={matter} decision={query.data} flush={() => flush.current()} onInvalid={setErrors} />
      <Remedies matter={matter} decision={query.data} />
      <DocumentById matter={matter} documentId={query.data.document_id} byDeciding onFlush={take} errors={errors} />
    </>
  )
}
