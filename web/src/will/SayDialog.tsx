import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceTask, WillChoice } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { useSay, useTell, type Through, type Whose } from './queries'
import { Words } from './Words'

const tasks: ServiceTask[] = ['older_people', 'disability', 'working_age', 'families', 'child_protection', 'substance', 'family_law']

/** The words first, then what is asked, then the giving. A professional also says who said it, how, and that they told the client. */
export function SayDialog({ whose, choice, document, onClose }: { whose: Whose; choice: WillChoice; document?: { id: string; title: string }; onClose: () => void }) {
  const { t } = useTranslation(['will', 'codes'])
  const text = useText()
  const when = useWhen()
  const announce = useAnnounce()
  const staff = 'client' in whose
  const say = useSay(whose)
  const tell = useTell(whose)
  const [task, setTask] = useState<ServiceTask | ''>('')
  const [emergency, setEmergency] = useState(false)
  const [told, setTold] = useState(choice.informed_at !== undefined)
  const [through, setThrough] = useState<Through>({ given_by: 'client', channel: 'in_person' })
  const [tried, setTried] = useState(false)
  const taskMissing = choice.level === 'service_task' && task === ''
  const submit = () => {
    setTried(true)
    if (!told || taskMissing) return
    say.mutate(
      {
        code: choice.code,
        service_task: task || undefined,
        document_id: document?.id,
        emergency_ok: emergency,
        told: choice.informed_at === undefined,
        through: staff ? through : undefined,
      },
      {
        onSuccess: () => {
          announce(t('given', { what: text(choice.label) }))
          onClose()
        },
      },
    )
  }
  const onlyTell = () =>
    tell.mutate(
      { code: choice.code, channel: through.channel },
      {
        onSuccess: () => {
          announce(t('telling_kept'))
          onClose()
        },
      },
    )
  return (
    <Dialog
      title={text(choice.label)}
      onClose={onClose}
      wide
      actions={
        <>
          <Button look="primary" busy={say.isPending} onClick={submit}>
            {t(staff ? `record.${choice.kind}` : `give.${choice.kind}`)}
          </Button>
          {staff && choice.informed_at === undefined && (
            <Button busy={tell.isPending} onClick={onlyTell}>
              {t('only_tell')}
            </Button>
          )}
        </>
      }
    >
      {staff && <p className="quiet">{t('tell_client')}</p>}
      <Words choice={choice} />
      {document && (
        <p>
          {t('of_document')} <b>{document.title}</b>
        </p>
      )}
      {choice.level === 'service_task' && (
        <Select label={t('which_task')} value={task} error={tried && taskMissing ? t('task_missing') : undefined} onChange={(event) => setTask(event.target.value as ServiceTask | '')}>
          <option value="">{t('choose')}</option>
          {tasks.map((one) => (
            <option key={one} value={one}>
              {t(`codes:service_task.${one}`)}
            </option>
          ))}
        </Select>
      )}
      {choice.emergency && (
        <label className="check-line">
          <input type="checkbox" checked={emergency} onChange={(event) => setEmergency(event.target.checked)} />
          <span>
            {text(choice.emergency)}
            <small className="will-small">{t('emergency_about')}</small>
          </span>
        </label>
      )}
      {staff && (
        <div className="will-through">
          <Select label={t('given_by')} value={through.given_by} onChange={(event) => setThrough({ ...through, given_by: event.target.value as Through['given_by'] })}>
            {(['client', 'guardian', 'trustee'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`by.${one}`)}
              </option>
            ))}
          </Select>
          <Select label={t('channel')} value={through.channel} onChange={(event) => setThrough({ ...through, channel: event.target.value as Through['channel'] })}>
            {(['in_person', 'phone', 'video', 'letter'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`how.${one}`)}
              </option>
            ))}
          </Select>
        </div>
      )}
      {choice.informed_at !== undefined ? (
        <p className="quiet">{t(staff ? 'was_told' : 'was_read', { time: when.instant(choice.informed_at) })}</p>
      ) : (
        <>
          <label className="check-line">
            <input type="checkbox" checked={told} onChange={(event) => setTold(event.target.checked)} aria-invalid={(tried && !told) || undefined} aria-describedby={tried && !told ? 'will-told' : undefined} />
            {t(staff ? 'i_told' : 'i_read')}
          </label>
          {tried && !told && (
            <p className="field-error" id="will-told">
              {t(staff ? 'told_missing' : 'read_missing')}
            </p>
          )}
        </>
      )}
      {(say.isError || tell.isError) && <ProblemNote error={say.error ?? tell.error} />}
    </Dialog>
  )
}
