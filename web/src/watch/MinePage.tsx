import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WatchOwnLook } from '../api/types'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { LongTextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { longDate } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { useExplain, useMine } from './queries'
import { Said } from './Said'
import '../people/people.css'
import './watch.css'

/** What a supervisor asks of one's own looks, and one's answers. */
export function Component() {
  const { t } = useTranslation('watch')
  const language = useLanguage()
  usePageTitle(t('mine.title'))
  const mine = useMine()
  const [asked, setAsked] = useState<WatchOwnLook | null>(null)
  return (
    <main id="main" tabIndex={-1} className="page openings watch">
      <h1>{t('mine.title')}</h1>
      <p className="quiet openings-intro">{t('mine.intro')}</p>
      {mine.isPending && <Loading />}
      {mine.isError && (
        <>
          <ProblemNote error={mine.error} />
          <p>
            <Button onClick={() => void mine.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {mine.data?.items.length === 0 && (
        <div className="card empty">
          <h2>{t('mine.none')}</h2>
          <p>{t('mine.none_about')}</p>
        </div>
      )}
      <ul className="plain-list stack">
        {mine.data?.items.map((item) => {
          const whose = item.client?.name ?? t('many')
          return (
            <li key={item.id} className="card">
              <div className="spread">
                <h2 className="opening-name">{whose}</h2>
                {item.outcome ? (
                  <Pill>{t('mine.result', { outcome: item.finding ? t(`finding.${item.finding}`) : t(`outcome.${item.outcome}`) })}</Pill>
                ) : (
                  <Pill tone={item.state === 'asked' ? 'warning' : 'success'}>{t(item.state === 'asked' ? 'mine.to_answer' : 'mine.answered')}</Pill>
                )}
              </div>
              <p>
                {longDate(item.looked_on, language)} · {t('looks', { count: item.looks })}
              </p>
              <Said words={item.words} />
              {item.state === 'asked' && (
                <Button size="small" look="primary" onClick={() => setAsked(item)} aria-label={t('mine.answer_of', { whose })}>
                  {t('mine.answer')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {asked && <ExplainDialog item={asked} onClose={() => setAsked(null)} />}
    </main>
  )
}

function ExplainDialog({ item, onClose }: { item: WatchOwnLook; onClose: () => void }) {
  const { t } = useTranslation('watch')
  const announce = useAnnounce()
  const explain = useExplain()
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const short = words.trim().length < 3
  const submit = () => {
    setTried(true)
    if (short) return
    explain.mutate(
      { item, words: words.trim() },
      {
        onSuccess: () => {
          announce(t('mine.done'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('mine.dialog')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={explain.isPending} onClick={submit}>
          {t('mine.send')}
        </Button>
      }
    >
      <Said words={item.words} />
      {explain.isError && <ProblemNote error={explain.error} />}
      <LongTextField label={t('mine.words')} hint={t('mine.hint')} value={words} onChange={setWords} error={tried && short ? t('words_missing') : undefined} rows={4} required />
    </Dialog>
  )
}
