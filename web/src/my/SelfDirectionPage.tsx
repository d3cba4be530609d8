import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ClientSelfDirection, Register, SharingChoice, SharingPreset } from '../api/types'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useWhen } from '../client/when'
import { Changes } from '../self-direction/Changes'
import { Degree } from '../self-direction/Degree'
import { Kept } from '../self-direction/Kept'
import { Preview } from '../self-direction/Preview'
import { useAgain, useSave, useSelfDirection, useUndo } from '../self-direction/queries'
import '../self-direction/self-direction.css'
import { SharingTable } from '../self-direction/SharingTable'
import { changed, filled, percent, step, willsOf, type Draft } from '../self-direction/table'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { useWill } from '../will/queries'
import { useWhat } from '../will/Said'
import { SayDialog } from '../will/SayDialog'
import { WithdrawDialog } from '../will/WithdrawDialog'

const own = { own: true } as const

/** How much I hold in my own hands: what I share, with whom and when. */
export default function SelfDirectionPage() {
  const { t } = useTranslation(['selfdirection', 'my'])
  const query = useSelfDirection()
  usePageTitle(t('title'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('title')}</h1>
        <p>{t('about')}</p>
      </header>
      <p className="note note-info">{t('never_blocks')}</p>
      {query.isPending && <Skeleton lines={10} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && <Whole now={query.data} />}
    </>
  )
}

const none: Draft = new Map()

function Whole({ now }: { now: ClientSelfDirection }) {
  const { t } = useTranslation('selfdirection')
  const when = useWhen()
  const announce = useAnnounce()
  const again = useAgain()
  const [draft, setDraft] = useState(none)
  const [preset, setPreset] = useState<SharingPreset>()
  const [wanted, setWanted] = useState<{ register: Register; choice: SharingChoice }>()
  const save = useSave()
  const undo = useUndo()
  const value = percent(now, draft)
  const wills = preset ? willsOf(now, preset) : []
  const drop = () => {
    setDraft(none)
    setPreset(undefined)
  }
  return (
    <div className="sd">
      <Degree
        now={now}
        value={value}
        onPreset={(chosen) => {
          setDraft(filled(now, none, chosen))
          setPreset(chosen)
        }}
      />
      {(draft.size > 0 || wills.length > 0) && (
        <Changes
          now={now}
          draft={draft}
          percent={value}
          wills={wills}
          busy={save.isPending}
          onDrop={drop}
          onWill={(register, choice) => setWanted({ register, choice })}
          onSave={() =>
            save.mutate([...draft.values()], {
              onSuccess: () => {
                setDraft(none)
                announce(t('saved'))
              },
            })
          }
        />
      )}
      {(save.isError || undo.isError) && <ProblemNote error={save.error ?? undo.error} />}
      {draft.size === 0 && now.saved_at && (
        <div className="sd-saved">
          <p>{t('saved_at', { time: when.instant(now.saved_at) })}</p>
          {now.can_undo && (
            <Button
              busy={undo.isPending}
              onClick={() =>
                undo.mutate(undefined, {
                  onSuccess: () => {
                    drop()
                    announce(t('undone'))
                  },
                })
              }
            >
              {t('undo')}
            </Button>
          )}
        </div>
      )}
      <SharingTable now={now} draft={draft} onChange={(change) => setDraft((before) => changed(now, before, change))} onWill={(register, choice) => setWanted({ register, choice })} />
      <p className="note note-info">{t('no_apps')}</p>
      <Preview now={now} />
      <Kept now={now} />
      {wanted && (
        <Will
          wanted={wanted}
          onClose={() => {
            setWanted(undefined)
            void again()
          }}
        />
      )}
    </div>
  )
}

/** The permit or the denial that a choice is: given and withdrawn as on its own page, with the words it asks for. */
function Will({ wanted, onClose }: { wanted: { register: Register; choice: SharingChoice }; onClose: () => void }) {
  const query = useWill(own)
  const what = useWhat()
  if (query.isError) return <ProblemNote error={query.error} />
  if (!query.data) return <Skeleton lines={2} />
  const next = step(query.data.said, wanted.register, wanted.choice)
  if (!next) return null
  if ('end' in next) return <WithdrawDialog key={next.end.id} whose={own} one={next.end} what={what(next.end)} onClose={onClose} />
  const choice = query.data.choices.find(({ code }) => code === next.say)
  return choice ? <SayDialog key={choice.code} whose={own} choice={choice} onClose={onClose} /> : null
}
