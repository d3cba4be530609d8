import { useTranslation } from 'react-i18next'
import type { CatalogueView } from '../api/types'
import { useText } from '../i18n/text'

/** What each role opens, and why. */
export function Roles({ view }: { view: CatalogueView }) {
  const { t } = useTranslation(['catalogue', 'codes'])
  const text = useText()
  const closed = (opens: readonly string[]) => {
    const left = view.groups.filter((group) => !opens.includes(group.code))
    if (left.length === 0) return t('roles.all')
    return left.length === view.groups.length ? t('roles.everything') : left.map((group) => text(group.label)).join(', ')
  }
  return (
    <section className="card stack" aria-labelledby="catalogue-who">
      <h2 id="catalogue-who">{t('roles.title')}</h2>
      <p className="catalogue-lead">{t('roles.lead')}</p>
      <table className="table table-stack catalogue-table" aria-labelledby="catalogue-who">
        <thead>
          <tr>
            <th scope="col">{t('roles.role')}</th>
            <th scope="col">{t('roles.closed')}</th>
            <th scope="col">{t('roles.why')}</th>
          </tr>
        </thead>
        <tbody>
          {view.roles.map((one) => (
            <tr key={one.role}>
              <th scope="row" className="catalogue-role">
                {t(`codes:role.${one.role}`)}
              </th>
              <td data-label={t('roles.closed')}>{closed(one.opens)}</td>
              <td data-label={t('roles.why')}>{text(one.why)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
