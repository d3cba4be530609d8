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
  // Whoever was second is told who was first.
  const holder = (problem.holder as { name?: string } | undefined)?.name
  return {
    title: known(t, problem.code) ?? t('unexpected'),
    why: holder ? t('taken_by', { name: holder }) : problem.errors ? [...new Set(Object.values(fieldErrors(error, t)))].join(' ') : reason && known(t, `reasons.${reason}`),
    helps: (problem.what_helps ?? []).map((help) => known(t, `helps.${help}`)).filter((help) => help !== undefined),
  }
}

export function useProblemText(): (error: unknown) => ProblemText {
  const { t } = useTranslation('problems')
  return (error) => problemText(error, t)
}

/** What is wrong with each field of an `invalid` answer: field (path without its slash) → words. */
export function fieldErrors(error: unknown, t: TFunction<'problems'>): Record<string, string> {
  if (!(error instanceof ProblemError) || error.problem.code !== 'invalid') return {}
  return Object.fromEntries((error.problem.errors ?? []).map((one) => [one.path.replace(/^[/.]/, ''), known(t, `fields.${one.code}`) ?? t('fields.other')]))
}
