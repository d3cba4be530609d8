import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WatchFinding, WatchReportedTo, WatchReview } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { ReviewFacts } from '../watch/ReviewFacts'
import { useFind, usePassedReview } from './queries'

const findings: WatchFinding[] = ['no_misuse', 'guidance', 'reported']
const receivers: WatchReportedTo[] = ['ombudsman', 'police', 'supervisor', 'employer']

/** A look that was passed on: what it is about, what has been said, and what the data protection officer finds. */
export function FindingDialog({ item, onClose }: { item: WatchReview; onClose: () => void }) {
  const { t } = useTranslation('protection')
  const text = useText()
  const announce = useAnnounce()
  const detail = usePassedReview(item.id)
  const find = useFind()
  const now = detail.data ?? item
  const [finding, setFinding] = useState<WatchFinding>()
  const [to, setTo] = useState<WatchReportedTo>()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const open = !now.finding
  const short = words.trim().length < 3
  const submit = () => {
    setTried(true)
    if (!finding || short || (finding === 'reported' && !to)) return
    find.mutate(
      { item: now, finding, reported_to: finding === 'reported' ? to : undefined, words: words.trim() },
      {
        onSuccess: () => {
          announce(t('done'))
          onClose()
        },
      },
    )
  }
  const label = text(now.rule.label)
  const name = now.professional?.name ?? ''
  return (
    <Dialog
      title={t('watch:of_many', { rule: label, name })}
      onClose={onClose}
      wide
      cancel={open ? undefined : t('watch:close')}
      actions={
        open ? (
          <Button look="primary" busy={find.isPending} onClick={submit}>
            {t('watch:save')}
          </Button>
        ) : undefined
      }
    >
      <ReviewFacts now={now} detail={detail} />
      {open && (
        <>
          {Boolean(find.error) && <ProblemNote error={find.error} />}
          <fieldset className="watch-choice">
            <legend>{t('watch:outcome_legend')}</legend>
            {findings.map((one) => (
              <label key={one}>
                <input type="radio" name="protection-finding" checked={finding === one} onChange={() => setFinding(one)} />
                {t(`choice.${one}`)}
              </label>
            ))}
            {tried && !finding && <p className="field-error">{t('watch:outcome_missing')}</p>}
          </fieldset>
          {finding === 'reported' && (
            <fieldset className="watch-choice">
              <legend>{t('to_legend')}</legend>
              {receivers.map((one) => (
                <label key={one}>
                  <input type="radio" name="protection-to" checked={to === one} onChange={() => setTo(one)} />
                  {t(`watch:reported_to.${one}`)}
                </label>
              ))}
              {tried && !to && <p className="field-error">{t('to_missing')}</p>}
            </fieldset>
          )}
          {finding === 'reported' && <p className="note">{t('reported_note')}</p>}
          <LongTextField
            label={t('watch:reasons')}
            hint={t('reasons_hint')}
            value={words}
            onChange={setWords}
            error={tried && short ? t('watch:words_missing') : undefined}
            rows={3}
            required
          />
        </>
      )}
    </Dialog>
  )
}
