import { useTranslation } from 'react-i18next'
import type { LogEntry, LogGround } from '../../api/types'
import { useWhen } from '../../client/when'
import { useLanguage, useText } from '../../i18n/text'
import { useActionWords } from '../../people/actionWords'
import { Pill } from '../../ui/Pill'
import { Receipt } from './Receipt'

/** The grounds in plain words; none means that the task and the care relation were enough. */
export function useGroundWords(): (grounds: LogGround[]) => string {
  const { t } = useTranslation('my')
  const text = useText()
  return (grounds) => grounds.map((ground) => (ground.label ? [text(ground.label), ground.law].filter(Boolean).join(', ') : t('log.permit'))).join('; ')
}

const purposes = ['care', 'initiation', 'supervision', 'administration', 'prediction_training'] as const

/** One use of my data, as sentences rather than codes. */
export function Entry({ entry, onAsk }: { entry: LogEntry; onAsk: () => void }) {
  const { t } = useTranslation(['my', 'mandate'])
  const text = useText()
  const language = useLanguage()
  const when = useWhen()
  const actionWords = useActionWords()
  const groundWords = useGroundWords()
  const purpose = purposes.find((one) => one === entry.purpose)
  const what = actionWords(entry.action)
  const time = when.instant(entry.at)
  return (
    <li className="log-entry" lang={language}>
      <p className="log-what">
        <b>{what}</b>
        {entry.record === 'disclosure' && <Pill tone="info">{t('log.disclosed')}</Pill>}
        {entry.grounds.some(({ emergency }) => emergency) && <Pill tone="danger">{t('log.emergency')}</Pill>}
      </p>
      <p>
        <time dateTime={entry.at}>{time}</time>
        {' · '}
        {entry.by === 'other' && [entry.person, entry.acting && t(`mandate:did.${entry.acting}`)].filter(Boolean).join(', ')}
        {entry.by === 'other' ? null : entry.by === 'staff' ? [entry.professional?.name ?? t('log.former'), text(entry.professional?.title), entry.unit].filter(Boolean).join(', ') : t(entry.by === 'client' ? 'log.you' : 'log.system')}
      </p>
      {entry.by === 'staff' && (
        <p className="quiet">
          {purpose && t(`log.purpose.${purpose}`)}{' '}
          {entry.grounds.length > 0 ? t('log.ground', { ground: groundWords(entry.grounds) }) : purpose === 'care' && entry.registers.length > 0 ? t('log.relation') : ''}
          {entry.registers.length > 0 && <> {t('log.registers', { registers: entry.registers.map((register) => t(`client:withheld.register.${register}`)).join(', ') })}</>}
        </p>
      )}
      <div className="log-acts">
        {entry.by === 'staff' &&
          (entry.asked ? (
            <p className="quiet">{t('log.asked')}</p>
          ) : (
            <button type="button" className="link-btn no-print" onClick={onAsk} aria-label={t('log.ask_of', { what, time })}>
              {t('log.ask')}
            </button>
          ))}
        <Receipt id={entry.id} what={what} time={time} />
      </div>
    </li>
  )
}
