import { useTranslation } from 'react-i18next'
import type { Summary } from '../../api/types'
import { useText } from '../../i18n/text'
import { Pill } from '../../ui/Pill'
import { useWhen } from '../when'
import { Card } from './Card'
import { Openable } from './opening'
import { ShowMore } from './ShowMore'

type Item = Summary['open'][number]

/** What is open now, who holds it, and by when. */
export function OpenNow({ summary }: { summary: Summary }) {
  const { t } = useTranslation('client')
  const when = useWhen()
  return (
    <Card title={t('open.title')}>
      {summary.open.length === 0 ? (
        <p className="quiet">
          {t('open.empty')} {summary.header.permitted_actions.includes('new_matter') && t('open.empty_help')}
        </p>
      ) : (
        <ShowMore items={summary.open} first={4}>
          {(shown) => (
            <table className="table pic-table">
              <thead>
                <tr>
                  <th scope="col">{t('open.what')}</th>
                  <th scope="col">{t('open.who')}</th>
                  <th scope="col">{t('open.due')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((item) => (
                  <tr key={`${item.ref.kind}${item.ref.id}`}>
                    <td>
                      <What item={item} />
                    </td>
                    <td>{item.who ?? <em>{t('open.nobody')}</em>}</td>
                    <td>{item.due_on ? <Pill tone={item.tone}>{when.shortDay(item.due_on)}</Pill> : <span className="quiet">–</span>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </ShowMore>
      )}
    </Card>
  )
}

/** A matter leads to its workspace; what came from elsewhere opens beside the picture. */
function What({ item }: { item: Item }) {
  const { t } = useTranslation('client')
  const text = useText()
  const title = text(item.what.title)
  return (
    <>
      <Openable item={item.ref} title={title} />
      <span className="quiet"> · {t(`open.kind.${item.what.kind}`)}</span>
    </>
  )
}
