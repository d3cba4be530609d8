import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WatchOutcome, WatchReview } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { useAsk, useDecide, useReview } from './queries'
import { ReviewFacts } from './ReviewFacts'

const outcomes: WatchOutcome[] = ['justified', 'not_justified', 'passed_on']

/** One raised look: the rule in words, what was done, what has been said, and what the supervisor does now. `officer`: somebody reads what is passed on. */
export function ReviewDialog({ item, officer, onClose }: { item: WatchReview; officer: boolean; onClose: () => void }) {
  const { t } = useTranslation('watch')
  const text = useText()
  const announce = useAnnounce()
  const detail = useReview(item.id)
  const ask = useAsk()
  const decide = useDecide()
  const now = detail.data ?? item
  const [act, setAct] = useState<'ask' | 'decide'>()
  const [outcome, setOutcome] = useState<WatchOutcome>()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const open = now.state !== 'settled'
  // While an answer is awaited nothing more is asked.
  const doing = now.state === 'asked' ? 'decide' : act
  const short = words.trim().length < 3
  const label = text(now.rule.label)
  const name = now.professional?.name ?? ''
  const said = (message: string) => ({
    onSuccess: () => {
      announce(message)
      onClose()
    },
  })
  const submit = () => {
    setTried(true)
    if (!doing || short) return
    if (doing === 'ask') ask.mutate({ item: now, words: words.trim() }, said(t('asked_done')))
    else if (outcome) decide.mutate({ item: now, outcome, words: words.trim() }, said(t('done')))
  }
  const error = ask.error ?? decide.error
  return (
    <Dialog
      title={now.client ? t('of', { rule: label, name, client: now.client.name }) : t('of_many', { rule: label, name })}
      onClose={onClose}
      wide
      cancel={open ? undefined : t('close')}
      actions={
        open ? (
          <Button look="primary" busy={ask.isPending || decide.isPending} onClick={submit}>
            {t(doing === 'ask' ? 'send' : 'save')}
          </Button>
        ) : undefined
      }
    >
      <ReviewFacts now={now} detail={detail} />
      {open && (
        <>
          {Boolean(error) && <ProblemNote error={error} />}
          {now.state !== 'asked' && (
            <fieldset className="watch-choice">
              <legend>{t('what_now')}</legend>
              {(['ask', 'decide'] as const).map((one) => (
                <label key={one}>
                  <input type="radio" name="watch-act" checked={act === one} onChange={() => setAct(one)} />
                  {t(`do_${one}`)}
                </label>
              ))}
              {tried && !doing && <p className="field-error">{t('act_missing')}</p>}
            </fieldset>
          )}
          {doing === 'decide' && (
            <fieldset className="watch-choice">
              <legend>{t('outcome_legend')}</legend>
              {outcomes.map((one) => (
                <label key={one}>
                  <input type="radio" name="watch-outcome" checked={outcome === one} onChange={() => setOutcome(one)} />
                  {t(`choice.${one}`)}
                </label>
              ))}
              {tried && !outcome && <p className="field-error">{t('outcome_missing')}</p>}
            </fieldset>
          )}
          {doing === 'decide' && outcome === 'not_justified' && <p className="note">{t('not_justified_note')}</p>}
          {doing === 'decide' && outcome === 'passed_on' && <p className="note">{t(officer ? 'passed_on_note' : 'no_officer_note')}</p>}
          {doing && (
            <LongTextField
              label={t(doing === 'ask' ? 'question' : 'reasons')}
              hint={doing === 'ask' ? t('question_hint') : undefined}
              value={words}
              onChange={setWords}
              error={tried && short ? t('words_missing') : undefined}
              rows={3}
              required
            />
          )}
        </>
      )}
    </Dialog>
  )
}
