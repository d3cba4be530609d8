import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpeningOutcome, OpeningReview } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'
import { useActionWords } from './actionWords'
import { useJudge, useOpening } from './useOpenings'

const outcomes: OpeningOutcome[] = ['accepted', 'to_look_into', 'misuse']

/** One opening: the ground, what was done under it, what has been said, and what the supervisor says. */
export function OpeningDialog({ item, onClose }: { item: OpeningReview; onClose: () => void }) {
  const { t } = useTranslation('people')
  const text = useText()
  const language = useLanguage()
  const announce = useAnnounce()
  const actionWords = useActionWords()
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
      <dl className="facts">
        <dt>{t('openings.ground')}</dt>
        <dd>
          {text(now.ground)} <span className="quiet">{now.law}</span>
        </dd>
        <dt>{t('openings.reason')}</dt>
        <dd>
          {now.reason && <>{text(now.reason.label)}. </>}
          <q>{now.words}</q>
        </dd>
        <dt>{t('openings.open_for')}</dt>
        <dd>
          {dateTime(now.opened_at, language)} – {dateTime(now.ends_at, language)}
          {now.closed_early && <span className="quiet"> {t('openings.closed_early')}</span>}
        </dd>
        <dt>{t('openings.relation')}</dt>
        <dd>{t(now.tied ? 'openings.relation_was' : 'openings.relation_none')}</dd>
      </dl>
      <h3>{t('openings.uses')}</h3>
      {detail.isPending && <Loading />}
      {detail.isError && <ProblemNote error={detail.error} />}
      {detail.data?.uses.length === 0 && <p>{t('openings.no_uses')}</p>}
      {detail.data && detail.data.uses.length > 0 && (
        <ul className="opening-uses" tabIndex={0} aria-label={t('openings.uses')}>
          {detail.data.uses.map((use, at) => (
            <li key={at}>
              <span className="num">{dateTime(use.at, language)}</span> {actionWords(use.action)}
              {use.outcome !== 'allowed' && <span className="quiet"> ({t('openings.refused')})</span>}
            </li>
          ))}
        </ul>
      )}
      {detail.data?.more_uses && <p className="quiet">{t('openings.more_uses', { count: detail.data.uses.length })}</p>}
      {now.verdicts.length > 0 && (
        <>
          <h3>{t('openings.said')}</h3>
          <ul className="plain-list">
            {now.verdicts.map((one, at) => (
              <li key={at}>
                <b>{t(`openings.outcome.${one.outcome}`)}</b> {one.words}
                <br />
                <span className="quiet">
                  {one.by?.name}, {dateTime(one.at, language)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
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
