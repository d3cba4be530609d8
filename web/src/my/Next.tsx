import { useTranslation } from 'react-i18next'
import type { ClientMatter } from '../api/types'
import { sentence, useWhen } from '../client/when'
import { useText } from '../i18n/text'

/** What happens next, by when, and who sees to it. */
export function Next({ matter }: { matter: ClientMatter }) {
  const { t } = useTranslation('my')
  const text = useText()
  const when = useWhen()
  const team = typeof matter.team === 'string' ? matter.team : matter.team.name
  return (
    <div className="my-next">
      <p>
        <b>{t('next')}</b> {text(matter.next.what)} {matter.next.by && sentence(t('by', { date: when.shortDay(matter.next.by) }))}
      </p>
      <p className="quiet">
        {matter.handler ? t('handled_by', { name: matter.handler.name, title: text(matter.handler.title) }) : t('handled_by_team', { team })}
      </p>
    </div>
  )
}
