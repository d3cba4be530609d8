import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '../api/client'
import type { ClientMatter } from '../api/types'
import { useDraft } from '../client/parts/useDraft'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { myKeys } from './queries'

/** My own view of my situation and of the help I need; the assessment must hear it (Social Welfare Act 1301/2014, section 37). */
export function OwnView({ matter }: { matter: ClientMatter }) {
  const { t } = useTranslation('my')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const [text, setText] = useDraft(`own-view:${matter.id}`, matter.own_view)
  const [saved, setSaved] = useState(false)
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () => api.put<ClientMatter | undefined>(`/client/matters/${matter.id}/own-view`, { text: text.trim() }, { ifMatch: matter.version }),
    onSuccess: () => {
      setSaved(true)
      announce(t('own_view.saved'))
      void queries.invalidateQueries({ queryKey: ['my'] })
    },
    onError: (error) => {
      // The matter moved on meanwhile; its newest version lets the same words be sent again.
      if (isProblem(error, 'version_conflict')) void queries.invalidateQueries({ queryKey: myKeys.matter(matter.id) })
    },
  })
  if (matter.state === 'closed' && !matter.own_view) return null
  return (
    <section className="my-card" aria-labelledby="own-view">
      <h2 id="own-view" tabIndex={-1}>
        {t('own_view.title')}
      </h2>
      <p>{t('own_view.text')}</p>
      {matter.state === 'closed' ? (
        <p className="mt-quote">{matter.own_view}</p>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (text.trim()) save.mutate()
          }}
        >
          <LongTextField
            label={t('own_view.label')}
            hint={t('own_view.hint')}
            rows={5}
            value={text}
            onChange={(next) => {
              setText(next)
              setSaved(false)
            }}
            error={tried && !text.trim() ? t('own_view.missing') : undefined}
          />
          {save.isError && <ProblemNote error={save.error} />}
          {saved && <p className="note note-success">{t('own_view.saved')}</p>}
          <Button look="primary" type="submit" busy={save.isPending} className="my-wide">
            {t('own_view.save')}
          </Button>
        </form>
      )}
    </section>
  )
}
