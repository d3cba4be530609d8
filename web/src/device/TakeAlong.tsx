import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useProfessional } from '../app/session'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { ProblemNote } from '../ui/ProblemNote'
import { belongsTo, LEAST, takeAlong, useDevice } from './device'
import { able } from './sealed'
import { WordsField } from './Unlock'

/** Before leaving: the visit is taken along on this device, to be captured without a connection. */
export function TakeAlong({ client }: { client: string }) {
  const { t } = useTranslation('device')
  const device = useDevice()
  const { id } = useProfessional()
  const [asked, setAsked] = useState(false)
  useEffect(() => void belongsTo(id), [id])
  if (!device.known) return null
  const along = device.visits.some((one) => one.client === client)
  return (
    <div className="dv-take">
      {along ? (
        <Link className="btn btn-secondary" to="/on-this-device">
          {t('along')}
        </Link>
      ) : (
        <Button onClick={() => setAsked(true)}>{t('take')}</Button>
      )}
      {asked && <Ask owner={id} client={client} onClose={() => setAsked(false)} />}
    </div>
  )
}

function Ask({ owner, client, onClose }: { owner: string; client: string; onClose: () => void }) {
  const { t } = useTranslation('device')
  const announce = useAnnounce()
  const { head, open } = useDevice()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const take = useMutation({ mutationFn: () => takeAlong(owner, client, open ? undefined : words) })
  const fresh = head === undefined
  const short = fresh && words.trim().length < LEAST
  if (!able()) {
    return (
      <Dialog title={t('take')} onClose={onClose}>
        <p>{t('unable')}</p>
      </Dialog>
    )
  }
  const submit = () => {
    setTried(true)
    if (short || take.isPending) return
    take.mutate(undefined, {
      onSuccess: (became) => {
        if (became !== 'taken') return
        announce(t('taken'))
        onClose()
      },
    })
  }
  const wrong = tried && short ? t('words_short', { count: LEAST }) : take.data === 'wrong_words' && !take.isPending ? t('words_wrong') : undefined
  return (
    <Dialog
      title={t('take')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={take.isPending} onClick={submit}>
          {t('take_do')}
        </Button>
      }
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <p>{t('take_what')}</p>
        <p>{t('take_where')}</p>
        {!open && <WordsField label={t(fresh ? 'words_new' : 'words')} hint={fresh ? t('words_hint', { count: LEAST }) : undefined} value={words} onChange={setWords} error={wrong} />}
        {take.isPending && <p role="status">{t('taking')}</p>}
        {take.isError && <ProblemNote error={take.error} />}
      </form>
    </Dialog>
  )
}
