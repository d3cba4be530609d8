import { useTranslation } from 'react-i18next'
import { changeLanguage, languages } from '../i18n'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'

const names = { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' }

export function LanguageSwitch() {
  const { t, i18n } = useTranslation('common')
  const language = useLanguage()
  const announce = useAnnounce()
  return (
    <div className="languages" role="group" aria-label={t('language')}>
      {languages.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-label={`${one.toUpperCase()}, ${names[one]}`}
          aria-pressed={one === language}
          onClick={() => void changeLanguage(one).then(() => announce(i18n.t('common:language_changed')))}
        >
          {one.toUpperCase()}
        </button>
      ))}
    </div>
  )
}
