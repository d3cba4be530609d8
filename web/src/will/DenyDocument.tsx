import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'
import { useWill, type Whose } from './queries'
import { Said } from './Said'
import { SayDialog } from './SayDialog'
import './will.css'
import { WithdrawDialog } from './WithdrawDialog'

/** A finished document's own place for denying its disclosure, and for taking the denial back. */
export function DenyDocument({ whose, id, title, of }: { whose: Whose; id: string; title: string; of?: string }) {
  const { t } = useTranslation('will')
  // A professional's looking is a line in the log, so nothing is asked for before it is needed.
  const [wanted, setWanted] = useState(false)
  const [asking, setAsking] = useState(false)
  const [ending, setEnding] = useState(false)
  const query = useWill(whose, wanted || 'own' in whose)
  const choice = query.data?.choices.find(({ level }) => level === 'document')
  const denied = query.data?.said.find((one) => one.document?.id === id && !one.withdrawn_at)
  const may = query.data?.permitted_actions.includes('give') ?? false
  return (
    <div className="will-document">
      {denied ? (
        <ul className="will-list">
          <Said one={denied} onWithdraw={may ? () => setEnding(true) : undefined} />
        </ul>
      ) : (
        <Button
          busy={asking && query.isPending}
          onClick={() => {
            setWanted(true)
            setAsking(true)
          }}
        >
          {of ? t('deny_document_of', { name: of }) : t('deny_document')}
        </Button>
      )}
      {wanted && query.isError && <ProblemNote error={query.error} />}
      {asking && query.data && !may && <p className="note">{t('not_yours')}</p>}
      {asking && choice && may && !denied && <SayDialog whose={whose} choice={choice} document={{ id, title }} onClose={() => setAsking(false)} />}
      {ending && denied && <WithdrawDialog whose={whose} one={denied} what={title} onClose={() => setEnding(false)} />}
    </div>
  )
}
