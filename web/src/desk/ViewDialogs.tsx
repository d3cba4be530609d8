import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '../api/client'
import type { NewView, SavedView } from '../api/types'
import { useProfessional } from '../app/session'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { TextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { bodyOf, useViewChanges } from './useViews'

type What = Pick<NewView, 'filter' | 'columns' | 'look'>

/** A new view of what is seen now. */
export function SaveView({ now, onClose, onSaved }: { now: What; onClose: () => void; onSaved: (view: SavedView) => void }) {
  const { t } = useTranslation('desk')
  const announce = useAnnounce()
  const { save } = useViewChanges()
  return (
    <Form
      title={t('saved.save')}
      text={t('saved.text')}
      name=""
      team=""
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSend={(name, team) =>
        save.mutate(
          { name, ...now, team_id: team || undefined },
          {
            onSuccess: (view) => {
              announce(t('saved.done', { name }))
              onSaved(view)
              onClose()
            },
          },
        )
      }
    />
  )
}

/** The name of a view and with whom it is shared. Somebody may have changed it meanwhile: then it is told, and shown as it is now. */
export function EditView({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const { t } = useTranslation('desk')
  const announce = useAnnounce()
  const me = useProfessional()
  const { change } = useViewChanges()
  const [shown, setShown] = useState(view)
  return (
    <Form
      key={shown.version}
      title={t('saved.edit_title', { name: shown.name })}
      text={shown.team ? t('saved.shared_text', { owner: shown.owner.name }) : undefined}
      name={shown.name}
      team={shown.team?.id ?? ''}
      fixedTeam={shown.owner.id !== me.id}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSend={(name, team) =>
        change.mutate(
          { view: shown, to: { ...bodyOf(shown), name, team_id: team || undefined } },
          {
            onSuccess: () => {
              announce(t('saved.done', { name }))
              onClose()
            },
            onError: (error) => {
              if (isProblem(error, 'version_conflict') && error.problem.current) setShown(error.problem.current as SavedView)
            },
          },
        )
      }
    />
  )
}

interface FormProps {
  title: string
  text?: string
  name: string
  team: string
  /** Only the owner decides with whom a view is shared. */
  fixedTeam?: boolean
  busy: boolean
  error: unknown
  onClose: () => void
  onSend: (name: string, team: string) => void
}

function Form({ title, text, name: name0, team: team0, fixedTeam = false, busy, error, onClose, onSend }: FormProps) {
  const { t } = useTranslation('desk')
  const me = useProfessional()
  const [name, setName] = useState(name0)
  const [team, setTeam] = useState(team0)
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
            if (name.trim() !== '') onSend(name.trim(), team)
          }}
        >
          {t('saved.keep')}
        </Button>
      }
    >
      {text && <p className="quiet">{text}</p>}
      {error !== null && <ProblemNote error={error} />}
      <TextField label={t('saved.name')} hint={t('saved.name_hint')} value={name} onChange={setName} error={tried && name.trim() === '' ? t('saved.name_missing') : undefined} />
      {!fixedTeam && me.teams.length > 0 && (
        <Select label={t('saved.for_whom')} value={team} onChange={(event) => setTeam(event.target.value)}>
          <option value="">{t('saved.only_me')}</option>
          {me.teams.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
      )}
    </Dialog>
  )
}
