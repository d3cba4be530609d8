import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import type { Fault } from '../admin/types'
import { api, newKey } from '../api/client'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { fieldErrors } from './problem'

/** Tells the administrator of a fault, and shows what became of the earlier ones. Nothing of a client goes along by itself. */
export function FaultDialog({ audience, onClose }: { audience: 'staff' | 'client'; onClose: () => void }) {
  const { t, i18n } = useTranslation('common')
  const language = useLanguage()
  const { pathname } = useLocation()
  const client = useQueryClient()
  const [words, setWords] = useState('')
  const [key, setKey] = useState(newKey)
  const path = `/${audience}/faults`
  const own = useQuery({ queryKey: ['faults', audience], queryFn: () => api.get<Fault[]>(path) })
  const send = useMutation({
    // The page's address without what stands for somebody in it; the node drops such parts too.
    mutationFn: () => api.post<Fault>(path, { page: pathname.replace(/[^/]*\d[^/]*/g, ':'), words }, { idempotencyKey: key }),
    onSuccess: () => {
      setWords('')
      setKey(newKey())
      void client.invalidateQueries({ queryKey: ['faults'] })
    },
  })
  const wrong = fieldErrors(send.error, i18n.getFixedT(null, 'problems'))
  return (
    <Dialog
      title={t('fault.title')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={send.isPending} onClick={() => send.mutate()}>
          {t('fault.send')}
        </Button>
      }
    >
      {send.isError && <ProblemNote error={send.error} />}
      <div role="status">{send.isSuccess && <p className="note note-success">{t('fault.sent')}</p>}</div>
      <p className="note note-warning">{t('fault.warning')}</p>
      <LongTextField
        label={t('fault.words')}
        hint={t('fault.hint')}
        value={words}
        rows={5}
        required
        error={wrong.words}
        onChange={(value) => {
          setWords(value)
          setKey(newKey())
        }}
      />
      {(own.data?.length ?? 0) > 0 && (
        <section className="stack">
          <h3>{t('fault.own')}</h3>
          <ul className="plain-list stack">
            {own.data?.map((one) => (
              <li key={one.id}>
                <p className="row">
                  <span className="quiet">{dateTime(one.reported_at, language)}</span> <Pill tone={one.state === 'answered' ? 'success' : 'neutral'}>{t(`fault.states.${one.state}`)}</Pill>
                </p>
                <p className="fault-words">{one.words}</p>
                {one.answer && (
                  <p className="fault-words">
                    <strong>{t('fault.answer')}</strong> {one.answer}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  )
}
