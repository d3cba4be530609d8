import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FeedbackAnswer, FeedbackQuestionSeen, OwnFeedback } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { useAnswerFeedback, useDeclineFeedback } from './queries'

/** The questions of one ended matter; what was answered before is there to be changed. */
export function FeedbackForm({ asked, onDone }: { asked: OwnFeedback; onDone: () => void }) {
  const { t } = useTranslation('experience')
  const announce = useAnnounce()
  const [answers, setAnswers] = useState<Record<string, FeedbackAnswer>>(() => Object.fromEntries(asked.answers.map((one) => [one.question, one])))
  const [named, setNamed] = useState(asked.named)
  const [tried, setTried] = useState(false)
  const answer = useAnswerFeedback(asked)
  const decline = useDeclineFeedback(asked)
  const missing = asked.questions.filter((one) => one.required && answers[one.code]?.value === undefined && !answers[one.code]?.words?.trim())
  const put = (one: FeedbackAnswer) => setAnswers((old) => ({ ...old, [one.question]: one }))
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (missing.length > 0) return
        answer.mutate(
          { answers: Object.values(answers), named },
          {
            onSuccess: () => {
              announce(t('own.thanks'))
              onDone()
            },
          },
        )
      }}
    >
      {asked.questions.map((question) => (
        <Question
          key={question.code}
          id={`${asked.id}-${question.code}`}
          question={question}
          answer={answers[question.code]}
          onAnswer={put}
          error={tried && missing.includes(question) ? t('own.needed') : undefined}
        />
      ))}
      <fieldset className="ex-seen">
        <legend>{t('own.who_sees')}</legend>
        <p>{t('own.who_sees_about', { team: asked.team, count: asked.least })}</p>
        <label className="ex-check">
          <input type="checkbox" checked={named} onChange={(event) => setNamed(event.target.checked)} />
          <span>{t('own.named')}</span>
        </label>
      </fieldset>
      {tried && missing.length > 0 && (
        <p className="note note-warning" role="alert">
          {t('own.missing', { count: missing.length })}
        </p>
      )}
      {answer.isError && <ProblemNote error={answer.error} />}
      {decline.isError && <ProblemNote error={decline.error} />}
      <div className="my-buttons">
        <Button type="submit" look="primary" busy={answer.isPending}>
          {t(asked.state === 'answered' ? 'own.change' : 'own.send')}
        </Button>
        <Button busy={decline.isPending} onClick={() => decline.mutate(true, { onSuccess: () => announce(t('own.declined')) })}>
          {t('own.decline')}
        </Button>
      </div>
    </form>
  )
}

interface QuestionProps {
  id: string
  question: FeedbackQuestionSeen
  answer?: FeedbackAnswer
  onAnswer: (answer: FeedbackAnswer) => void
  error?: string
}

function Question({ id, question, answer, onAnswer, error }: QuestionProps) {
  const { t } = useTranslation('experience')
  const text = useText()
  if (question.asks === 'text') {
    return (
      <LongTextField
        label={text(question.words)}
        optional={t('own.optional')}
        hint={t('own.text_hint')}
        rows={4}
        value={answer?.words ?? ''}
        onChange={(words) => onAnswer({ question: question.code, words })}
      />
    )
  }
  const values = Array.from({ length: question.most - question.least + 1 }, (_, at) => question.least + at)
  return (
    <fieldset className="ex-scale" aria-describedby={error ? `${id}-error` : undefined}>
      <legend>
        {text(question.words)}
        {!question.required && <span className="field-optional"> ({t('own.optional')})</span>}
      </legend>
      <div className="ex-values">
        {values.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name={id}
              checked={answer?.value === value}
              aria-label={value === question.least && question.low ? `${value}, ${text(question.low)}` : value === question.most && question.high ? `${value}, ${text(question.high)}` : undefined}
              onChange={() => onAnswer({ question: question.code, value })}
            />
            <span>{value}</span>
          </label>
        ))}
      </div>
      <p className="ex-ends quiet">
        <span>
          {question.least} {question.low && text(question.low)}
        </span>
        <span>
          {question.most} {question.high && text(question.high)}
        </span>
      </p>
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </fieldset>
  )
}
