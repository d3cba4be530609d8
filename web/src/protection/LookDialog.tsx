import { useTranslation } from 'react-i18next'
import type { WatchReview } from '../api/types'
import { useText } from '../i18n/text'
import { ReviewFacts } from '../watch/ReviewFacts'
import { FindingDialog } from './FindingDialog'
import { useFind, usePassedReview } from './queries'

/** A look that was passed on. */
export function LookDialog({ item, onClose }: { item: WatchReview; onClose: () => void }) {
  const { t } = useTranslation('watch')
  const text = useText()
  const detail = usePassedReview(item.id)
  const find = useFind()
  const now = detail.data ?? item
  return (
    <FindingDialog
      title={t('of_many', { rule: text(now.rule.label), name: now.professional?.name ?? '' })}
      open={!now.finding}
      find={{ ...find, send: (finding, onSuccess) => find.mutate({ item: now, ...finding }, { onSuccess }) }}
      onClose={onClose}
    >
      <ReviewFacts now={now} detail={detail} />
    </FindingDialog>
  )
}
