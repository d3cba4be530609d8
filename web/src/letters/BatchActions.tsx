import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { LetterReport, LetterUse } from '../api/types'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'
import { useReason } from './reason'

interface Props {
  id: string
  version: number
  way: LetterUse
  count: number
}

/** What can be done to letters that were made: printed, sent, taken back before they are sent. */
export function BatchActions({ id, version, way, count }: Props) {
  const { t } = useTranslation('letters')
  const announce = useAnnounce()
  const queries = useQueryClient()
  const why = useReason()
  const [report, setReport] = useState<{ what: 'send' | 'undo'; report: LetterReport }>()
  const print = useMutation({
    mutationFn: () => api.blob(`/staff/letters/batches/${id}/print.pdf`),
    onSuccess: (pdf) => saveFile(pdf, 'kirjeet.pdf'),
  })
  const end = useMutation({
    mutationFn: (what: 'send' | 'undo') => api.post<LetterReport>(`/staff/letters/batches/${id}/${what}`, undefined, { ifMatch: version }).then((done) => ({ what, report: done })),
    onSuccess: (done) => {
      setReport(done)
      announce(t(done.what === 'send' ? 'send_done' : 'undo_done', { count: done.report.rows.filter((row) => row.done).length }))
      void queries.invalidateQueries({ queryKey: ['letter-batches'] })
    },
  })
  const ended = report !== undefined
  const failed = report?.report.rows.filter((row) => !row.done) ?? []
  return (
    <div className="stack">
      {report && (
        <p role="status">
          <strong>{t(report.what === 'send' ? 'send_done' : 'undo_done', { count: report.report.rows.length - failed.length })}</strong>
        </p>
      )}
      {failed.map((row) => (
        <p key={row.matter_id} className="letters-bad">
          {why(row.reason ?? '')}
        </p>
      ))}
      {print.isError && <ProblemNote error={print.error} />}
      {end.isError && <ProblemNote error={end.error} />}
      <p className="row">
        {way === 'letter' && report?.what !== 'undo' && count > 0 && (
          <Button size="small" busy={print.isPending} onClick={() => print.mutate()}>
            {t('print')}
          </Button>
        )}
        {!ended && count > 0 && (
          <Button size="small" look="primary" busy={end.isPending && end.variables === 'send'} onClick={() => end.mutate('send')}>
            {t(way === 'letter' ? 'mark_posted' : 'send')}
          </Button>
        )}
        {!ended && (
          <Button size="small" look="plain" busy={end.isPending && end.variables === 'undo'} onClick={() => end.mutate('undo')}>
            {t('undo')}
          </Button>
        )}
      </p>
    </div>
  )
}
