import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api } from '../api/client'
import type { RestrictedRow, RestrictedWay } from '../api/types'
import { useLanguage } from '../i18n/text'
import { deadlineWords } from '../ui/deadline'
import { today } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'

/** A matter that stands on the desk without a name (GDPR 18): its deadline, and the way to it for those it opens to. */
export function RestrictedCard({ row, place }: { row: RestrictedRow; place?: { lane: number; index: number } }) {
  const { t } = useTranslation('desk')
  const { t: common } = useTranslation('common')
  const language = useLanguage()
  const navigate = useNavigate()
  const way = useMutation({
    mutationFn: () => api.get<RestrictedWay>(`/staff/matters/${row.id}/restriction`),
    onSuccess: ({ opens, request_id }) => {
      if (opens === 'request') void navigate(`/team/rights/${request_id}`)
      if (opens === 'matter') void navigate(`/matters/${row.id}`)
    },
  })
  const due = row.next_deadline && deadlineWords(row.next_deadline, today(), common, language)
  const names = way.data?.ask.map(({ name }) => name).filter(Boolean) ?? []
  return (
    <div className="desk-restricted">
      <span className="badges">
        {due ? <Pill tone={due.tone}>{due.text}</Pill> : <span className="quiet">{t('no_deadline')}</span>}
        {row.unassigned && <span className="quiet">{t('free')}</span>}
      </span>
      <button
        type="button"
        className="link-button strong"
        id={`card-${row.id}`}
        aria-busy={way.isPending}
        data-card={place && row.id}
        data-lane={place?.lane}
        data-index={place?.index}
        onClick={() => way.mutate()}
      >
        {t('restricted.title')}
      </button>
      <div role="status">
        {way.data?.opens === 'nothing' && <p className="quiet">{names.length > 0 ? t('restricted.ask', { names: names.join(', ') }) : t('restricted.ask_lead')}</p>}
      </div>
      {Boolean(way.error) && <ProblemNote error={way.error} />}
    </div>
  )
}
