import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '../api/client'

export interface ProblemText {
  title: string
  why?: string
  helps: string[]
}

function known(t: TFunction<'problems'>, key: string): string | undefined {
  const text = t(key as never, { defaultValue: '' }) as string
  return text === '' ? undefined : text
}

/** A failure in words: codes the node sent, translated; an unknown code still gets an honest sentence. */
export function problemText(error: unknown, t: TFunction<'problems'>): ProblemText {
  if (!(error instanceof ProblemError)) return { title: t('unexpected'), helps: [] }
  const { problem } = error
  const reason = typeof problem.reason === 'string' ? problem.reason : undefined
  return {
    title: known(t, problem.code) ?? t('unexpected'),
    why: reason && (known(t, `reasons.${reason}`) ?? undefined),
    helps: (problem.what_helps ?? []).map((help) => known(t, `helps.${help}`)).filter((help) => help !== undefined),
  }
}

export function useProblemText(): (error: unknown) => ProblemText {
  const { t } = useTranslation('problems')
  return (error) => problemText(error, t)
}
