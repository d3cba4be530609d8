import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { WatchFinding, WatchReportedTo } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'

const findings: WatchFinding[] = ['no_misuse', 'guidance', 'reported']
const receivers: WatchReportedTo[] = ['ombudsman', 'police', 'supervisor', 'employer']

export interface Finding {
  finding: WatchFinding
  reported_to?: WatchReportedTo
  words: string
}

interface Props {
  title: string
  /** What it is about, and what has been said. */
  children: ReactNode
  /** It has no finding yet. */
  open: boolean
  find: { isPending: boolean; error: unknown; send: (finding: Finding, done: () => void) => void }
  onClose: () => void
}

/** What the data protection officer looks into, and what she finds. */
export function FindingDialog({ title, children, open, find, onClose }: Props) {
  const { t } = useTranslation('protection')
  const announce = useAnnounce()
  const [finding, setFinding] = useState<WatchFinding>()
  const [to, setTo] = useState<WatchReportedTo>()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const short = words.trim().length < 3
  const submit = () => {
    setTried(true)
    if (!finding || short || (finding === 'reported' && !to)) return
    find.send({ finding, reported_to: finding === 'reported' ? to : undefined, words: words.trim() }, () => {
      announce(t('done'))
      onClose()
    })
  }
  return (
    <Dialog
      title={title}
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
      {children}
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
