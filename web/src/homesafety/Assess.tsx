import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SafetyAssessment, SafetyChecklist, TookPart } from '../api/types'
import { useText } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Choice } from './Choice'
import { Emergency } from './Emergency'
import { Item } from './Item'
import { useSave } from './queries'

const PARTS: TookPart[] = ['along', 'partly_along', 'not_along']

/** A draft gone through in the home: group by group, each answer saved by itself, what the client says of it, and finished. */
export function Assess({ client, draft, checklist, onClose }: { client: string; draft: SafetyAssessment; checklist: SafetyChecklist; onClose: () => void }) {
  const { t } = useTranslation('homesafety')
  const text = useText()
  const announce = useAnnounce()
  const end = useSave(client, draft)
  const [asked, setAsked] = useState<'finish' | 'discard'>()
  const { groups, items, notice } = checklist.rules
  const answered = items.filter((item) => draft.answers[item.code]).length
  const risks = Object.values(draft.answers).filter((one) => one.answer === 'risk').length
  return (
    <section className="card" aria-labelledby="hs-assess">
      <h2 id="hs-assess">{t(draft.corrects ? 'correcting' : 'assessing')}</h2>
      <Emergency text={notice.emergency} />
      {!draft.matter_id && <p className="note note-info">{t('no_matter')}</p>}
      <p className="quiet" role="status">
        {t('answered', { answered, all: items.length })}
      </p>
      {groups.map((group) => (
        <section key={group.code} aria-labelledby={`hs-group-${group.code}`}>
          <h3 id={`hs-group-${group.code}`}>{text(group.label)}</h3>
          {items
            .filter((item) => item.group === group.code)
            .map((item) => (
              <Item key={item.code} client={client} draft={draft} item={item} said={draft.answers[item.code]} />
            ))}
        </section>
      ))}
      <Talk client={client} draft={draft} />
      <div className="hs-actions">
        <Button look="primary" onClick={() => setAsked('finish')}>
          {t('finish')}
        </Button>
        <Button onClick={onClose}>{t('go_on_later')}</Button>
        <Button look="danger" onClick={() => setAsked('discard')}>
          {t('discard')}
        </Button>
      </div>
      {asked && (
        <Dialog
          title={t(`end_title.${asked}`)}
          onClose={() => setAsked(undefined)}
          actions={
            <Button
              look={asked === 'finish' ? 'primary' : 'danger'}
              busy={end.isPending}
              onClick={() =>
                end.mutate(
                  { what: asked },
                  {
                    onSuccess: () => {
                      announce(t(`end_done.${asked}`))
                      onClose()
                    },
                  },
                )
              }
            >
              {t(asked)}
            </Button>
          }
        >
          <p>{asked === 'finish' ? t('finish_about', { left: items.length - answered, risks }) : t('discard_about')}</p>
          {end.isError && <ProblemNote error={end.error} />}
        </Dialog>
      )}
    </section>
  )
}

/** Whether the client was along, and what they say of it. */
function Talk({ client, draft }: { client: string; draft: SafetyAssessment }) {
  const { t } = useTranslation('homesafety')
  const save = useSave(client, draft)
  const [part, setPart] = useState(draft.took_part)
  const [view, setView] = useState(draft.own_view ?? '')
  const same = draft.took_part === part && (draft.own_view ?? '') === view.trim()
  const keep = (took_part: TookPart | undefined) => save.mutate({ what: 'talk', body: { took_part, own_view: view.trim() || undefined } })
  return (
    <section aria-labelledby="hs-talk">
      <h3 id="hs-talk">{t('talk')}</h3>
      <Choice
        legend={t('took_part')}
        name="hs-part"
        options={PARTS.map((value) => ({ value, label: t(`part.${value}`) }))}
        value={part}
        onChange={(next) => {
          setPart(next)
          keep(next)
        }}
      />
      <LongTextField label={t('own_view')} optional={t('optional')} hint={t('own_view_hint')} value={view} onChange={setView} rows={3} />
      {!same && (
        <Button look="primary" busy={save.isPending} onClick={() => keep(part)} aria-label={`${t('save')}: ${t('talk')}`}>
          {t('save')}
        </Button>
      )}
      {save.isError && <ProblemNote error={save.error} />}
      <p className="hs-saved quiet" role="status">
        {save.isPending ? t('saving') : part && same ? t('saved') : part ? t('not_saved') : ''}
      </p>
    </section>
  )
}
