import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Consultation, ConsultStep } from '../api/types'
import { fieldErrors } from '../app/problem'
import { useLanguage, useText } from '../i18n/text'
import { useRequestForm } from '../requests/queries'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useConsultForm, useConsultStep, useMatterFiles } from './queries'

/** Steps that may be kept between professionals. */
const BETWEEN: ConsultStep[] = ['message', 'asked', 'replied', 'handed_on']

/** What is said with a step, to whom it goes, or why it is declined. */
export function StepForm({ clientId, one, step: kind, onClose }: { clientId: string; one: Consultation; step: ConsultStep; onClose: () => void }) {
  const { t } = useTranslation(['consultation', 'problems'])
  const text = useText()
  const lang = useLanguage()
  const announce = useAnnounce()
  const step = useConsultStep(clientId)
  const form = useConsultForm().data
  const requests = useRequestForm().data
  const answer = kind === 'advised' ? one.thread.findLast((entry) => entry.step === 'answered')?.words : undefined
  const [words, setWords] = useState(answer ?? '')
  const [between, setBetween] = useState(false)
  const [reason, setReason] = useState('')
  const [file, setFile] = useState('')
  const [to, setTo] = useState('')
  const [wanted, setWanted] = useState('')
  const [agreed, setAgreed] = useState(false)
  const [despite, setDespite] = useState('')
  const fields = fieldErrors(step.error, t as never)
  const attaches = kind === 'attached'
  const files = useMatterFiles(attaches ? one.matter_id : '')
  const rest = files.data?.filter((each) => !one.thread.some((entry) => entry.attachment?.id === each.id))
  const refers = kind === 'referred'
  const needed = kind === 'declined' ? (form?.declines.find((each) => each.code === reason)?.words ?? false) : kind !== 'handed_on' && !attaches
  const submit = () =>
    step.mutate(
      {
        one,
        step: kind,
        words: words.trim() || undefined,
        professionals: between && BETWEEN.includes(kind),
        lang,
        ...(kind === 'declined' && { reason }),
        ...(attaches && { attachment: file || undefined }),
        ...(kind === 'handed_on' && { to_id: to || undefined }),
        ...(refers && { request_kind: wanted, to_team_id: to || undefined, agreed, despite: despite.trim() || undefined }),
      },
      {
        onSuccess: () => {
          announce(t(`did.${kind}` as never))
          onClose()
        },
      },
    )
  return (
    <Dialog
      title={t(`do.${kind}` as never)}
      onClose={onClose}
      actions={
        rest?.length === 0 ? undefined : (
          <Button look="primary" busy={step.isPending} onClick={submit}>
            {t(`do.${kind}` as never)}
          </Button>
        )
      }
    >
      {step.isError && <ProblemNote error={step.error} />}
      {kind === 'declined' && (
        <Select label={t('reason')} value={reason} error={fields.reason} onChange={(event) => setReason(event.target.value)}>
          <option value="">{t('choose')}</option>
          {form?.declines.map((each) => (
            <option key={each.code} value={each.code}>
              {text(each.label)}
            </option>
          ))}
        </Select>
      )}
      {kind === 'handed_on' && (
        <Select label={t('colleague')} value={to} error={fields.to_id} onChange={(event) => setTo(event.target.value)}>
          <option value="">{t('choose')}</option>
          {one.colleagues.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </Select>
      )}
      {attaches &&
        (rest?.length === 0 ? (
          <p className="note">
            {t('no_file')} <Link to={`/matters/${one.matter_id}`}>{t('to_matter')}</Link>
          </p>
        ) : (
          <Select label={t('file')} value={file} error={fields.attachment} onChange={(event) => setFile(event.target.value)}>
            <option value="">{t('choose')}</option>
            {rest?.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </Select>
        ))}
      {files.isError && <ProblemNote error={files.error} />}
      {refers && (
        <>
          <Select label={t('wanted')} value={wanted} error={fields.kind ?? fields.request_kind} onChange={(event) => setWanted(event.target.value)}>
            <option value="">{t('choose')}</option>
            {requests?.kinds.map((each) => (
              <option key={each.code} value={each.code}>
                {text(each.name)}
              </option>
            ))}
          </Select>
          <Select label={t('place')} value={to} error={fields.to_team_id} onChange={(event) => setTo(event.target.value)}>
            <option value="">{t('choose')}</option>
            {requests?.teams.filter((each) => each.name !== one.from_team).map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </Select>
          <label className="check rq-check">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            {t('agreed')}
          </label>
          <LongTextField label={t('despite')} optional={t('optional')} rows={2} value={despite} onChange={setDespite} error={fields.despite} />
        </>
      )}
      {!attaches && <LongTextField label={t(`words_of.${kind}` as never)} required={needed} optional={needed ? undefined : t('optional')} rows={5} value={words} onChange={setWords} error={fields.words} />}
      {BETWEEN.includes(kind) && (
        <label className="check rq-check">
          <input type="checkbox" checked={between} onChange={(event) => setBetween(event.target.checked)} />
          {t('between')}
        </label>
      )}
    </Dialog>
  )
}
