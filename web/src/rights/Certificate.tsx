import { useTranslation } from 'react-i18next'
import { url } from '../api/client'

/** The certificate of a refusal, in the two languages of the authority's papers. */
export function Certificate({ path }: { path: string }) {
  const { t } = useTranslation('rights')
  return (
    <p className="rights-acts">
      {(['fi', 'sv'] as const).map((lang) => (
        <a key={lang} className="btn btn-secondary btn-small" href={url(path, { lang })} target="_blank" rel="noreferrer" hrefLang={lang}>
          {t('certificate', { language: t(`language.${lang}`) })}
        </a>
      ))}
    </p>
  )
}
