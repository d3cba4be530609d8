import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { LetterPlan } from '../api/types'
import { useText } from '../i18n/text'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useTemplates } from './LettersDialog'
import { useReason } from './reason'

/** Fills a message from a template, in the client's language and with the matter's own facts. */
export function TemplateSelect({ matterId, onText }: { matterId: string; onText: (text: string) => void }) {
  const { t } = useTranslation('letters')
  const text = useText()
  const why = useReason()
  const templates = useTemplates()
  const fill = useMutation({
    mutationFn: (template: string) => api.post<LetterPlan>('/staff/desk/letters/preview', { template, way: 'message', choice: { matter_ids: [matterId] } }),
    onSuccess: (plan) => {
      const row = plan.rows[0]
      if (row?.body !== undefined) onText(row.body)
    },
  })
  const usable = (templates.data ?? []).filter((one) => one.uses.includes('message'))
  const reason = fill.data?.rows[0]?.reason
  if (usable.length === 0) return null
  return (
    <>
      <Select label={t('from_template')} hint={t('from_template_hint')} value="" onChange={(event) => event.target.value && fill.mutate(event.target.value)}>
        <option value="">{t('choose')}</option>
        {usable.map((one) => (
          <option key={one.key} value={one.key}>
            {text(one.name)}
          </option>
        ))}
      </Select>
      {reason !== undefined && <p className="field-error">{why(reason)}</p>}
      {fill.isError && <ProblemNote error={fill.error} />}
    </>
  )
}
