import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/text'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { AnswersPage } from './AnswersPage'
import type { Fault } from './types'

/** Faults as people told of them. */
export default function FaultsPage() {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  return (
    <AnswersPage<Fault>
      what="faults"
      title={t('faults.title')}
      lead={t('faults.explain')}
      counted={(count) => t('faults.count', { count })}
      empty={() => t('faults.empty')}
      search
      show={(one) => ({
        head: (
          <>
            <span>
              <strong>{one.reporter ?? t(`faults.kinds.${one.reporter_kind}`)}</strong> <span className="quiet">{dateTime(one.reported_at, language)}</span>
            </span>
            <Pill tone={one.state === 'open' ? 'warning' : 'success'}>{t(`faults.states.${one.state}`)}</Pill>
          </>
        ),
        facts: (
          <>
            <dt>{t('faults.page')}</dt>
            <dd>{one.page || '–'}</dd>
            <dt>{t('faults.program')}</dt>
            <dd>{one.program ?? '–'}</dd>
          </>
        ),
        hint: t('faults.answer_hint'),
        name: dateTime(one.reported_at, language),
      })}
    />
  )
}
