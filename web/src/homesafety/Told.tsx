import { useTranslation } from 'react-i18next'
import type { RescueContent } from '../api/types'
import { useText } from '../i18n/text'

/** What a notification tells, field by field, and nothing that it does not. */
export function Told({ content, addressHidden }: { content: RescueContent; addressHidden: boolean }) {
  const { t } = useTranslation('homesafety')
  const text = useText()
  const { place, client, notifier } = content
  const rows: [string, string | undefined][] = [
    [t('told.place'), addressHidden ? t('address_hidden') : [place.address, place.protected && t('address_protected')].filter(Boolean).join('\n')],
    [t('told.building'), content.building && text(content.building.label)],
    [t('told.found'), content.found.map((one) => [text(one.label), one.words].filter(Boolean).join(' ')).join('\n')],
    [t('told.ability'), content.ability && text(content.ability.label)],
    [t('told.evacuation'), content.evacuation && text(content.evacuation.label)],
    [t('told.done'), content.done],
    [t('told.client'), client && [client.name, client.phone].filter(Boolean).join(', ')],
    [t('told.notifier'), notifier && [notifier.name, text(notifier.title), notifier.unit, notifier.phone].filter(Boolean).join(', ')],
  ]
  return (
    <dl className="hs-told">
      {rows.map(([label, value]) =>
        value ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
