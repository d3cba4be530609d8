import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpeningOutcome, OpeningReview } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { OpeningFacts } from './OpeningFacts'
import { useJudge, useOpening } from './useOpenings'

const outcomes: OpeningOutcome[] = ['accepted', 'to_look_into', 'misuse']

/** One opening: the ground, what was done under it, what has been said, and what the supervisor says. */
export function OpeningDialog({ item, onClose }: { item: OpeningReview; onClose: () => void }) {
  const { t } = useTranslation('people')
  const announce = useAnnounce()
  const detail = useOpening(item.id)
  const judge = useJudge()
  const [outcome, setOutcome] = useState<OpeningOutcome>()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const short = words.trim().length < 3
  const now = detail.data ?? item
  const submit = () => {
    setTried(true)
    if (!outcome || short) return
    judge.mutate(
      { item: now, outcome, words: words.trim() },
      {
        onSuccess: () => {
          announce(t('openings.done'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('openings.look_of', { name: now.professional?.name ?? '', client: now.client?.name ?? '' })}
      onClose={onClose}
      wide
      cancel={now.settled ? t('openings.close') : undefined}
      actions={
        now.settled ? undefined : (
          <Button look="primary" busy={judge.isPending} onClick={submit}>
            {t('openings.save')}
          </Button>
        )
      }
    >
      <OpeningFacts now={now} detail={detail} />
      {!now.settled && (
        <>
          {judge.isError && <ProblemNote error={judge.error} />}
          <fieldset className="fld-set">
            <legend>{t('openings.what')}</legend>
            {outcomes.map((one) => (
              <label key={one} className="check-line">
                <input type="radio" name="opening-outcome" checked={outcome === one} onChange={() => setOutcome(one)} />
                {t(`openings.choice.${one}`)}
              </label>
            ))}
            {tried && !outcome && <p className="field-error">{t('openings.what_missing')}</p>}
          </fieldset>
          {outcome === 'misuse' && <p className="note">{t('openings.misuse_note')}</p>}
          <LongTextField label={t('openings.words')} value={words} onChange={setWords} error={tried && short ? t('openings.words_missing') : undefined} rows={3} required />
        </>
      )}
    </Dialog>
  )
}
