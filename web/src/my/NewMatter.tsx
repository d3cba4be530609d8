import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { api, newKey } from '../api/client'
import type { ClientMatter } from '../api/types'
import { usePageTitle } from '../app/page'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { Answered } from './Answered'
import { KINDS, missing, questions, toRequest, type Answers, type Kind } from './newMatter'
import { QuestionField } from './QuestionField'
import { Receipt } from './Receipt'

/**
 * One question at a time, then everything on one page to check before sending. The place is in the address, so the phone's own
 * Back works; the answers are only in memory, because they are nobody's business on a shared phone.
 */
export function NewMatter() {
  const { t } = useTranslation('my')
  const queries = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [answers, setAnswers] = useState<Answers>({ need_reasons: [] })
  const [tried, setTried] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const key = useRef(newKey())
  const kind = KINDS.find((one) => one === params.get('kind'))
  const asked = kind ? questions(kind, answers) : []
  const wanted = Number(params.get('step') ?? '0')
  // A reload forgets the answers; the flow then goes on from the first question that is open.
  const open = asked.findIndex((question) => missing(question, answers))
  const step = Math.max(0, Math.min(wanted, open < 0 ? asked.length : open))
  const question = asked[step]
  const send = useMutation({
    mutationFn: (of: Kind) => api.post<ClientMatter>('/client/matters', toRequest(of, answers), { idempotencyKey: key.current }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['my'] }),
  })
  usePageTitle(kind ? t(`kind.${kind}.title`) : t('start'))
  useEffect(() => {
    heading.current?.focus()
  }, [step, kind, send.isSuccess])

  if (!kind) {
    return (
      <>
        <h1 ref={heading} tabIndex={-1}>
          {t('start')}
        </h1>
        <ul className="my-starts">
          {KINDS.map((one) => (
            <li key={one}>
              <Link to={`/my/new?kind=${one}`}>
                <b>{t(`kind.${one}.title`)}</b>
                <span>{t(`kind.${one}.about`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </>
    )
  }
  if (send.data) return <Receipt matter={send.data} kind={kind} replyWanted={answers.reply_wanted ?? true} heading={heading} />

  const go = (next: number) => {
    setTried(false)
    setParams({ kind, step: String(next) })
  }
  return (
    <>
      <p>
        {step === 0 ? (
          <Link to="/my">← {t('back')}</Link>
        ) : (
          <button type="button" className="link-btn" onClick={() => go(step - 1)}>
            ← {t('new.previous')}
          </button>
        )}
      </p>
      <p className="quiet">
        {t(`kind.${kind}.title`)} · {question ? t('new.step', { step: step + 1, of: asked.length }) : t('new.check')}
      </p>
      <div className="my-progress" aria-hidden="true">
        <span style={{ width: `${(Math.min(step, asked.length) / asked.length) * 100}%` }} />
      </div>
      {question ? (
        <form
          className="my-card stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (!missing(question, answers)) go(step + 1)
          }}
        >
          <h1 ref={heading} tabIndex={-1}>
            {t([`question.${question}.${kind}`, `question.${question}.title`] as never)}
          </h1>
          <QuestionField question={question} answers={answers} onChange={setAnswers} wrong={tried && missing(question, answers)} />
          <Button look="primary" type="submit" className="my-wide">
            {t('new.next')}
          </Button>
        </form>
      ) : (
        <section className="my-card stack">
          <h1 ref={heading} tabIndex={-1}>
            {t('new.check_title')}
          </h1>
          <dl className="my-answers">
            {asked.map((one, index) => (
              <div key={one}>
                <dt>{t([`question.${one}.${kind}`, `question.${one}.title`] as never)}</dt>
                <dd>
                  <Answered question={one} answers={answers} />{' '}
                  <button type="button" className="link-btn" onClick={() => go(index)}>
                    {t('new.change')}
                    <span className="sr-only">: {t([`question.${one}.${kind}`, `question.${one}.title`] as never)}</span>
                  </button>
                </dd>
              </div>
            ))}
          </dl>
          <p className="quiet">{t('new.who_reads')}</p>
          {send.isError && <ProblemNote error={send.error} />}
          <Button look="primary" busy={send.isPending} className="my-wide" onClick={() => send.mutate(kind)}>
            {t('new.send')}
          </Button>
        </section>
      )}
    </>
  )
}
