import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Restriction, RightsRequest } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useAnswer, useExtend, useInform, useLift, useRestrict } from './queries'

const short = (words: string) => words.trim().length < 3

/** A dialog of words and one act: what every act about a request is. */
function Words({
  title,
  about,
  label,
  act,
  busy,
  error,
  children,
  onSend,
  onClose,
}: {
  title: string
  about: string
  label: string
  act: string
  busy: boolean
  error: unknown
  children?: ReactNode
  onSend: (words: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation('rights')
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={busy}
          onClick={() => {
            setTried(true)
            if (!short(words)) onSend(words.trim())
          }}
        >
          {act}
        </Button>
      }
    >
      <p>{about}</p>
      {children}
      <LongTextField label={label} value={words} onChange={setWords} error={tried && short(words) ? t('words_missing') : undefined} rows={4} required />
      {error !== null && error !== undefined && <ProblemNote error={error} />}
    </Dialog>
  )
}

/** Says it was done, and closes. */
function useDone(onClose: () => void) {
  const announce = useAnnounce()
  return (words: string) => ({
    onSuccess: () => {
      announce(words)
      onClose()
    },
  })
}

export function AnswerDialog({ request, onClose }: { request: RightsRequest; onClose: () => void }) {
  const { t } = useTranslation('rights')
  const save = useAnswer()
  const done = useDone(onClose)
  const [outcome, setOutcome] = useState('mended')
  return (
    <Words
      title={t('staff.answer')}
      about={t('staff.answer_about')}
      label={t(outcome === 'refused' ? 'staff.reasons' : 'staff.how_mended')}
      act={t('staff.send_answer')}
      busy={save.isPending}
      error={save.error}
      onSend={(answer) => save.mutate({ request, outcome, answer }, done(t('staff.answer_sent')))}
      onClose={onClose}
    >
      <Select label={t('staff.outcome')} value={outcome} onChange={(event) => setOutcome(event.target.value)}>
        {(['mended', 'partly', 'refused'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`outcome.${one}`)}
          </option>
        ))}
      </Select>
      {outcome === 'refused' && <p className="quiet">{t('staff.refusal_about')}</p>}
    </Words>
  )
}

export function ExtendDialog({ request, onClose }: { request: RightsRequest; onClose: () => void }) {
  const { t } = useTranslation('rights')
  const save = useExtend()
  const done = useDone(onClose)
  return (
    <Words
      title={t('staff.extend')}
      about={t('staff.extend_about')}
      label={t('staff.reason')}
      act={t('staff.do_extend')}
      busy={save.isPending}
      error={save.error}
      onSend={(reason) => save.mutate({ request, reason }, done(t('staff.extended_now')))}
      onClose={onClose}
    />
  )
}

const grounds = ['accuracy', 'unlawful', 'claims', 'objection'] as const

export function RestrictDialog({ request, onClose }: { request: RightsRequest; onClose: () => void }) {
  const { t } = useTranslation('rights')
  const save = useRestrict()
  const done = useDone(onClose)
  const [ground, setGround] = useState<string>('accuracy')
  const [whole, setWhole] = useState(!request.object_id)
  return (
    <Words
      title={t('staff.restrict')}
      about={t('staff.restrict_about')}
      label={t('staff.why')}
      act={t('staff.do_restrict')}
      busy={save.isPending}
      error={save.error}
      onSend={(why) => save.mutate({ request, ground, why, whole }, done(t('staff.restricted_now')))}
      onClose={onClose}
    >
      <Select label={t('staff.ground')} value={ground} onChange={(event) => setGround(event.target.value)}>
        {grounds.map((one) => (
          <option key={one} value={one}>
            {t(`ground.${one}`)}
          </option>
        ))}
      </Select>
      <label className="check-line">
        <input type="checkbox" checked={whole} disabled={!request.object_id} onChange={(event) => setWhole(event.target.checked)} />
        {t('staff.whole')}
      </label>
    </Words>
  )
}

export function InformDialog({ restriction, onClose }: { restriction: Restriction; onClose: () => void }) {
  const { t } = useTranslation('rights')
  const save = useInform()
  const done = useDone(onClose)
  return (
    <Words
      title={t('staff.inform')}
      about={t('staff.inform_about')}
      label={t('staff.why_lifted')}
      act={t('staff.do_inform')}
      busy={save.isPending}
      error={save.error}
      onSend={(reason) => save.mutate({ restriction, reason }, done(t('staff.informed_now')))}
      onClose={onClose}
    />
  )
}

export function LiftDialog({ restriction, onClose }: { restriction: Restriction; onClose: () => void }) {
  const { t } = useTranslation('rights')
  const save = useLift()
  const done = useDone(onClose)
  return (
    <Dialog
      title={t('staff.lift')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={() => save.mutate(restriction, done(t('staff.lifted_now')))}>
          {t('staff.do_lift')}
        </Button>
      }
    >
      <p>{t('staff.lift_about')}</p>
      {save.isError && <ProblemNote error={save.error} />}
    </Dialog>
  )
}
