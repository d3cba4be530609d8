import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueQuestion, GovernanceLevel } from '../api/types'
import { useText } from '../i18n/text'
import { ProblemNote } from '../ui/ProblemNote'
import { useProposal } from './queries'

/** The workshop's four questions: what is answered yes proposes a level, with its reason. Nothing is kept of the answers. */
export function Aid({ questions, source }: { questions: readonly CatalogueQuestion[]; source: string }) {
  const { t } = useTranslation('catalogue')
  const text = useText()
  const [yes, setYes] = useState<GovernanceLevel[]>([])
  const proposal = useProposal(yes)
  return (
    <section className="card stack" aria-labelledby="catalogue-aid">
      <h2 id="catalogue-aid">{t('aid.title')}</h2>
      <p className="catalogue-lead">{t('aid.lead')}</p>
      <fieldset className="catalogue-questions">
        <legend>{t('aid.legend')}</legend>
        {questions.map((question) => (
          <label key={question.level}>
            <input
              type="checkbox"
              checked={yes.includes(question.level)}
              onChange={(event) => setYes((old) => (event.target.checked ? [...old, question.level] : old.filter((level) => level !== question.level)))}
            />
            <span>
              {text(question.ask)} <span className="quiet">({t(`levels.${question.level}`)})</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div role="status" className="catalogue-proposal">
        {yes.length === 0 && <p className="quiet">{t('aid.none')}</p>}
        {yes.length > 0 && proposal.data && (
          <>
            <p>
              <strong>{t('aid.proposal', { level: t(`levels.${proposal.data.level}`) })}</strong>
            </p>
            <p>{text(proposal.data.because)}</p>
            <p>{t(proposal.data.leaves ? 'aid.leaves' : 'aid.stays')}</p>
          </>
        )}
      </div>
      {proposal.isError && <ProblemNote error={proposal.error} />}
      <p className="quiet">{t('source', { source })}</p>
    </section>
  )
}
