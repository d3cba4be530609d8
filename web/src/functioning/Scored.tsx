import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import type { BandSex, MeasureDefinition } from '../api/types'
import { useLanguage, useText } from '../i18n/text'
import { ProblemNote } from '../ui/ProblemNote'
import { rowsOf, withUnit, type Draft } from './answers'
import { usePreview, type Whose } from './queries'

/** What the answers come to, told before they are saved. */
export function Scored({ whose, measure, drafts, sex }: { whose: Whose; measure: MeasureDefinition; drafts: Draft[]; sex?: BandSex }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  const language = useLanguage()
  // Typing goes on while the node counts.
  const rows = useDeferredValue(rowsOf(measure, drafts))
  const preview = usePreview(whose, measure.code, rows, sex)
  return (
    <div className="fn-scored" role="status">
      {rows === undefined && <p className="quiet">{t('answer_all')}</p>}
      {rows !== undefined && preview.isFetching && <p className="quiet">{t('counting')}</p>}
      {rows !== undefined && preview.isError && <ProblemNote error={preview.error} />}
      {rows !== undefined && preview.data && !preview.isFetching && (
        <p>
          {t('result')} {preview.data.score !== undefined && <b className="num">{withUnit(preview.data.score, measure, language)}</b>}{' '}
          {preview.data.band ? text(preview.data.band.label) : <span className="quiet">{t('no_band')}</span>}
        </p>
      )}
    </div>
  )
}
