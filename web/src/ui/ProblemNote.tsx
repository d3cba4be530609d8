import { useTranslation } from 'react-i18next'
import { useProblemText } from '../app/problem'

/** Says what went wrong, why, and what would help. */
export function ProblemNote({ error }: { error: unknown }) {
  const { t } = useTranslation('problems')
  const text = useProblemText()(error)
  return (
    <div className="note note-danger" role="alert">
      <p className="note-title">{text.title}</p>
      {text.why && <p>{text.why}</p>}
      {text.helps.length > 0 && (
        <>
          <p>{t('what_helps_intro')}</p>
          <ul>
            {text.helps.map((help) => (
              <li key={help}>{help}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
