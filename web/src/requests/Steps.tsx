import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestStepKind, ServiceRequest } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { useRequestStep } from './queries'
import { StepDialog } from './StepDialog'

/** Steps that are done without a word. */
const PLAIN: RequestStepKind[] = ['accepted', 'followed']

/** What one can do of a request now; the first is the main one. */
export function Steps({ request }: { request: ServiceRequest }) {
  const { t } = useTranslation('requests')
  const text = useText()
  const announce = useAnnounce()
  const step = useRequestStep()
  const [asked, setAsked] = useState<RequestStepKind>()
  if (request.permitted_actions.length === 0) return null
  const of = t('of', { name: text(request.name), client: request.client?.name ?? '' })
  return (
    <>
      {step.isError && <ProblemNote error={step.error} />}
      <span className="row rq-steps">
        {request.permitted_actions.map((one, index) => (
          <Button
            key={one}
            size="small"
            look={index === 0 ? 'primary' : 'secondary'}
            busy={step.isPending}
            aria-label={`${t(`do.${one}` as never)}: ${of}`}
            onClick={() => (PLAIN.includes(one) ? step.mutate({ request, step: one }, { onSuccess: () => announce(t(`did.${one}` as never)) }) : setAsked(one))}
          >
            {t(`do.${one}` as never)}
          </Button>
        ))}
      </span>
      {asked && <StepDialog request={request} step={asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}
