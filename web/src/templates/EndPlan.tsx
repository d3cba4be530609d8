import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateEnd, TemplatePlan } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useEndPlan } from './queries'

const ways: TemplateEnd[] = ['finished', 'given_up']

/** The end of a plan: it was gone through, or given up. */
export function EndPlan({ clientId, plan, onClose }: { clientId: string; plan: TemplatePlan; onClose: () => void }) {
  const { t } = useTranslation('templates')
  const text = useText()
  const announce = useAnnounce()
  const end = useEndPlan(clientId)
  const [how, setHow] = useState<TemplateEnd>('finished')
  return (
    <Dialog
      title={t('end.title', { plan: text(plan.name) })}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={end.isPending}
          onClick={() =>
            end.mutate(
              { plan, how },
              {
                onSuccess: () => {
                  announce(t('end.done'))
                  onClose()
                },
              },
            )
          }
        >
          {t('end.button')}
        </Button>
      }
    >
      {end.isError && <ProblemNote error={end.error} />}
      <p>{t('end.about')}</p>
      <Select label={t('end.how_label')} value={how} onChange={(event) => setHow(ways.find((one) => one === event.target.value) ?? 'finished')}>
        {ways.map((one) => (
          <option key={one} value={one}>
            {t(`end.how.${one}`)}
          </option>
        ))}
      </Select>
    </Dialog>
  )
}
