import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/text'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import type { ImportLine, ImportTold } from './types'

/** What the newest imports of structures and code sets did, each with what was refused and why. */
export function ImportReports({ imports }: { imports: ImportTold[] }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  return (
    <section className="stack" aria-labelledby="imports">
      <h2 id="imports">{t('imports.title')}</h2>
      <p>{t('imports.explain')}</p>
      {imports.length === 0 && <p className="card empty">{t('imports.empty')}</p>}
      <ul className="plain-list stack">
        {imports.map((one) => (
          <li key={one.id} className="card stack">
            <div className="spread">
              <span className="row">
                <strong>{t(`imports.kinds.${one.kind}`)}</strong>
                <span className="quiet num">{dateTime(one.at, language)}</span>
              </span>
              {one.refused > 0 ? <Pill tone="warning">{t('imports.refused', { count: one.refused })}</Pill> : <Pill tone="success">{t('imports.all_taken')}</Pill>}
            </div>
            <p className="num">
              {[
                t('imports.imported', { count: one.report.imported }),
                t('imports.unchanged', { count: one.report.unchanged }),
                ...(one.kind === 'structures' && one.report.imported > 0
                  ? [t('imports.mapped', { count: one.report.mapped }), t('imports.conditions', { stated: one.report.conditions_stated, prose: one.report.conditions_in_prose })]
                  : []),
              ].join(' · ')}
            </p>
            <Lines title={t('imports.errors')} lines={one.report.errors} />
            <Lines title={t('imports.notes')} lines={one.report.notes} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The lines stay in English, as the command said them: they name places inside files. */
function Lines({ title, lines }: { title: string; lines: ImportLine[] }) {
  if (lines.length === 0) return null
  return (
    <details>
      <summary>
        {title} ({lines.length})
      </summary>
      <ul className="plain-list" lang="en">
        {lines.map(({ file, path, reason }, index) => (
          <li key={index} className="admin-words">
            <b>{file.split('/').at(-1)}</b> {path && <code>{path}</code>} {reason}
          </li>
        ))}
      </ul>
    </details>
  )
}
