import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { Matter, MatterLetter } from '../api/types'
import { worksOnMatters } from '../app/home'
import { useProfessional } from '../app/session'
import { useWhen } from '../client/when'
import { may } from '../matter/queries'
import { Button } from '../ui/Button'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { saveFile } from '../ui/save-file'
import { LettersDialog } from './LettersDialog'
import './letters.css'

/** The letters made on a matter, and the making of one. */
export function MatterLetters({ matter }: { matter: Matter }) {
  const { t } = useTranslation('letters')
  const client = useQueryClient()
  const { role } = useProfessional()
  const mayMake = may(matter, 'message') && worksOnMatters(role)
  const [making, setMaking] = useState(false)
  const query = useQuery({ queryKey: ['matter', matter.id, 'letters'], queryFn: () => api.get<MatterLetter[]>(`/staff/matters/${matter.id}/letters`), refetchOnWindowFocus: false, staleTime: 30_000 })
  if (!query.data) return query.isError ? <ProblemNote error={query.error} /> : null
  if (query.data.length === 0 && !mayMake) return null
  return (
    <section className="card mt-card" aria-labelledby="letters-title">
      <div className="spread">
        <h2 id="letters-title">{t('of_matter')}</h2>
        {mayMake && (
          <Button size="small" onClick={() => setMaking(true)}>
            {t('write_one')}
          </Button>
        )}
      </div>
      {query.data.length === 0 && <p className="quiet">{t('none_of_matter')}</p>}
      <ul className="row-list">
        {query.data.map((letter) => (
          <One key={letter.id} letter={letter} matterId={matter.id} />
        ))}
      </ul>
      {making && (
        <LettersDialog
          choice={{ matter_ids: [matter.id] }}
          onClose={() => {
            setMaking(false)
            // Made, and perhaps sent, by now.
            void client.invalidateQueries({ queryKey: ['matter', matter.id] })
          }}
          onDone={() => void client.invalidateQueries({ queryKey: ['matter', matter.id] })}
        />
      )}
    </section>
  )
}

function One({ letter, matterId }: { letter: MatterLetter; matterId: string }) {
  const { t } = useTranslation('letters')
  const when = useWhen()
  const print = useMutation({
    mutationFn: () => api.blob(`/staff/matters/${matterId}/letters/${letter.id}/print.pdf`),
    onSuccess: (pdf) => saveFile(pdf, 'kirje.pdf'),
  })
  return (
    <li>
      <div className="letters-row">
        <details>
          <summary>{letter.subject}</summary>
          <p className="letters-body">{letter.body}</p>
        </details>
        <p className="quiet num">{[t(`way_of.${letter.way}`), when.instant(letter.made_at), letter.by?.name].filter(Boolean).join(' · ')}</p>
        {print.isError && <ProblemNote error={print.error} />}
      </div>
      {letter.sent_at ? <Pill tone="success">{t('state.sent')}</Pill> : <Pill tone="warning">{t('state.waiting')}</Pill>}
      {letter.way === 'letter' && (
        <Button size="small" busy={print.isPending} onClick={() => print.mutate()}>
          {t('print_one')}
          <span className="sr-only"> {letter.subject}</span>
        </Button>
      )}
    </li>
  )
}
