import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client'
import { useAnnounce } from '../../ui/Announce'
import { ProblemNote } from '../../ui/ProblemNote'
import { saveFile } from '../../ui/save-file'

/** The proof that an entry is in the log as it was written: a file to keep, checked with nothing of this program. */
export function Receipt({ id, what, time }: { id: string; what: string; time: string }) {
  const { t } = useTranslation('my')
  const announce = useAnnounce()
  const receipt = useMutation({
    mutationFn: () => api.blob(`/client/log/${id}/receipt`),
    onSuccess: (file) => {
      saveFile(file, `todiste-${id}.json`)
      announce(t('log.receipt_saved'))
    },
  })
  return (
    <>
      <button type="button" className="link-btn no-print" disabled={receipt.isPending} onClick={() => receipt.mutate()} aria-label={t('log.receipt_of', { what, time })}>
        {t('log.receipt')}
      </button>
      {receipt.isError && <ProblemNote error={receipt.error} />}
    </>
  )
}
