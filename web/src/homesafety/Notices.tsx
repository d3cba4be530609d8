import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RescueNotice } from '../api/types'
import { useWhen } from '../client/when'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { useDelivered } from './queries'
import { Told } from './Told'

const tones = { waiting: 'warning', received: 'success', refused: 'danger', by_hand: 'warning', delivered: 'success' } as const

/** Notifications and where each is: on its way, received with its receipt, refused and why, or to be delivered by hand. */
export function Notices({ client, notices, card }: { client?: string; notices: RescueNotice[]; card: string }) {
  const { t } = useTranslation('homesafety')
  const [asked, setAsked] = useState<RescueNotice>()
  if (notices.length === 0) return null
  return (
    <section className={card} aria-labelledby="hs-notices">
      <h2 id="hs-notices">{t('notices')}</h2>
      <ul className="hs-list">
        {notices.map((notice) => (
          <Row key={notice.id} notice={notice} onDelivered={() => setAsked(notice)} />
        ))}
      </ul>
      {asked && client && <Delivered client={client} notice={asked} onClose={() => setAsked(undefined)} />}
    </section>
  )
}

function Row({ notice, onDelivered }: { notice: RescueNotice; onDelivered: () => void }) {
  const { t } = useTranslation('homesafety')
  const when = useWhen()
  const [printed, setPrinted] = useState(false)
  const code = (reason: string) => t(`reason.${reason}` as never, { defaultValue: reason })
  return (
    <li className={printed ? 'hs-printed' : undefined}>
      <h3>{t('notice_of', { at: when.instant(notice.made_at) })}</h3>
      <span className="hs-pills">
        <Pill tone={tones[notice.state]}>{t(`notice_state.${notice.state}`)}</Pill>
      </span>
      {notice.receipt && (
        <p>
          {t('receipt', { receipt: notice.receipt })} {notice.settled_at && <span className="quiet">{when.instant(notice.settled_at)}</span>}
        </p>
      )}
      {notice.state === 'waiting' && (
        <p role="status">
          {t('waiting_about')} {notice.reason && t('tried', { count: notice.tries, reason: code(notice.reason) })}
        </p>
      )}
      {notice.state === 'refused' && <p className="note note-danger">{t('refused_about', { reason: code(notice.reason ?? '') })}</p>}
      {notice.state === 'by_hand' && <p>{t('by_hand_about')}</p>}
      {notice.settled_words && (
        <p>
          {notice.settled_words} <span className="quiet">{[notice.settled_by?.name, notice.settled_at && when.instant(notice.settled_at)].filter(Boolean).join(', ')}</span>
        </p>
      )}
      <details open={printed}>
        <summary>{t('what_was_told')}</summary>
        <Told content={notice.content} addressHidden={notice.address_hidden} />
        <p className="quiet">
          {t('law', { law: notice.content.law })} {notice.made_by && t('made_by', { name: notice.made_by.name })}
        </p>
      </details>
      {notice.permitted_actions.includes('delivered') && (
        <div className="hs-actions no-print">
          <Button
            onClick={() => {
              setPrinted(true)
              // The page is laid out for paper first.
              requestAnimationFrame(() => {
                window.print()
                setPrinted(false)
              })
            }}
          >
            {t('print')}
          </Button>
          <Button onClick={onDelivered}>{t('delivered')}</Button>
        </div>
      )}
    </li>
  )
}

function Delivered({ client, notice, onClose }: { client: string; notice: RescueNotice; onClose: () => void }) {
  const { t } = useTranslation('homesafety')
  const announce = useAnnounce()
  const mark = useDelivered(client, notice)
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const short = words.trim().length < 3
  return (
    <Dialog
      title={t('delivered')}
      onClose={onClose}
      actions={
        <Button
          look="primary"
          busy={mark.isPending}
          onClick={() => {
            setTried(true)
            if (short) return
            mark.mutate(words.trim(), {
              onSuccess: () => {
                announce(t('delivered_done'))
                onClose()
              },
            })
          }}
        >
          {t('save')}
        </Button>
      }
    >
      <LongTextField label={t('delivered_how')} value={words} onChange={setWords} rows={2} required error={tried && short ? t('words_missing') : undefined} />
      {mark.isError && <ProblemNote error={mark.error} />}
    </Dialog>
  )
}
