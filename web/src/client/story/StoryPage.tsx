import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MayHold } from '../../story/MayHold'
import { StoryView } from '../../story/StoryView'
import { Button } from '../../ui/Button'
import type { Opened } from '../picture/opening'
import { Original } from '../picture/Original'
import '../picture/picture.css'
import { Consequences } from './Consequences'

/** The client's story across services, and what came of what was done. */
export default function StoryPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('story')
  const [after, setAfter] = useState(false)
  const [opened, setOpened] = useState<Opened>()
  return (
    <div className="cl-page">
      <div className="row" role="group" aria-label={t('parts')}>
        <Part on={!after} label={t('title')} choose={() => setAfter(false)} />
        <Part on={after} label={t('after.title')} choose={() => setAfter(true)} />
      </div>
      {after ? (
        <Consequences clientId={clientId} />
      ) : (
        <StoryView
          key={clientId}
          client={clientId}
          card="card"
          opening={{ client: clientId, onSource: (place, title) => setOpened({ ref: { kind: place.item, id: place.id, openable: true }, title }) }}
          withheld={(open) => <MayHold client={clientId} open={open} />}
        />
      )}
      {opened && <Original clientId={clientId} opened={opened} onClose={() => setOpened(undefined)} />}
    </div>
  )
}

function Part({ on, label, choose }: { on: boolean; label: string; choose: () => void }) {
  return (
    <Button aria-pressed={on} onClick={choose}>
      {label}
    </Button>
  )
}
