import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientFunctioning, MeasurementOrigin, ServiceTask } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { rowsOf, type Draft } from './answers'
import { useAllTheSame } from '../requests/AllTheSame'
import { Items } from './Items'
import { useKeep, type Whose } from './queries'
import { Scored } from './Scored'

const STAFF: MeasurementOrigin[] = ['professional', 'self', 'close_one', 'device']

/** Recording: which measure, the answers, what they come to, and only then saved. */
export function Capture({ whose, seen, card }: { whose: Whose; seen: ClientFunctioning; card: string }) {
  const { t } = useTranslation(['functioning', 'codes'])
  const text = useText()
  const announce = useAnnounce()
  const staff = 'client' in whose
  const origins: MeasurementOrigin[] = staff ? STAFF : [seen.for_another ? 'close_one' : 'self', 'device']
  const [code, setCode] = useState('')
  const [drafts, setDrafts] = useState<Draft[]>([{}])
  const [origin, setOrigin] = useState<MeasurementOrigin | undefined>(origins[0])
  const [at, setAt] = useState('')
  const [note, setNote] = useState('')
  const [task, setTask] = useState<ServiceTask | undefined>(seen.places[0]?.service_task)
  const [tried, setTried] = useState(false)
  const [saved, setSaved] = useState('')
  const keep = useKeep(whose)
  const measure = seen.measures.find((one) => one.code === code)
  const rows = measure && rowsOf(measure, drafts)
  const anyway = useAllTheSame('client' in whose ? whose.client : '', 'measure', staff ? code : '', () => setCode(''))
  const empty = () => {
    setDrafts([{}])
    setAt('')
    setNote('')
    setTried(false)
  }
  if (seen.recordable.length === 0) return null
  return (
    <section className={card} aria-labelledby="fn-capture">
      <h2 id="fn-capture" tabIndex={-1}>{t(staff ? 'capture' : 'capture_own')}</h2>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!measure || !rows || !origin || keep.isPending) return
          keep.mutate(
            { measure: measure.code, rows, origin, measured_at: at ? new Date(at).toISOString() : undefined, note: note.trim() || undefined, service_task: staff ? task : undefined },
            {
              onSuccess: () => {
                anyway.keep()
                empty()
                setSaved(text(measure.name))
                announce(t('saved', { name: text(measure.name) }))
              },
            },
          )
        }}
      >
        <Select
          label={t('measure')}
          value={code}
          onChange={(event) => {
            setCode(event.target.value)
            empty()
            setSaved('')
            keep.reset()
          }}
        >
          <option value="">{t('choose')}</option>
          {seen.measures
            .filter((one) => seen.recordable.includes(one.code))
            .map((one) => (
              <option key={one.code} value={one.code}>
                {text(one.name)}
              </option>
            ))}
        </Select>
        {saved && (
          <p className="note note-info fn-saved">
            {t('saved', { name: saved })}
          </p>
        )}
        {measure && (
          <>
            <p className="quiet">{text(measure.about)}</p>
            {measure.holder && <p className="quiet">{t('licensed', { holder: measure.holder })}</p>}
            {anyway.view}
            <Items
              measure={measure}
              drafts={drafts}
              tried={tried}
              onChange={(next) => {
                setDrafts(next)
                setSaved('')
              }}
            />
            <Scored whose={whose} measure={measure} drafts={drafts} sex={seen.sex} />
            <fieldset className="fn-choice">
              <legend>{t('whose')}</legend>
              {origins.map((one) => (
                <label key={one} className="fn-option">
                  <input type="radio" name="fn-origin" checked={origin === one} onChange={() => setOrigin(one)} />
                  <span>{t(staff ? `origin.${one}` : `own_origin.${one}`)}</span>
                </label>
              ))}
            </fieldset>
            {seen.places.length > 1 && (
              <Select label={t('place')} value={task} onChange={(event) => setTask(event.target.value as ServiceTask)}>
                {seen.places.map((place) => (
                  <option key={place.service_task} value={place.service_task}>
                    {t(`codes:service_task.${place.service_task}`)}
                  </option>
                ))}
              </Select>
            )}
            <div className="field">
              <label htmlFor="fn-at" className="field-label">
                {t('when')} ({t('now_if_empty')})
              </label>
              <input id="fn-at" className="input" type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
            </div>
            <LongTextField label={t('note')} optional={t('optional')} rows={2} value={note} onChange={setNote} />
            {keep.isError && <ProblemNote error={keep.error} />}
            {tried && !rows && <p className="field-error">{t('answer_all')}</p>}
            <Button look="primary" type="submit" className="fn-save" busy={keep.isPending}>
              {t('save')}
            </Button>
          </>
        )}
      </form>
    </section>
  )
}
