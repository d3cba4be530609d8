import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ClientMatter } from '../api/types'
import { Next } from './Next'
import type { Kind } from './newMatter'

/** What was received, under which number, and what happens now. */
export function Receipt({ matter, kind, replyWanted, heading }: { matter: ClientMatter; kind: Kind; replyWanted: boolean; heading: RefObject<HTMLHeadingElement | null> }) {
  const { t } = useTranslation('my')
  return (
    <section className="my-card stack">
      <h1 ref={heading} tabIndex={-1}>
        {t(`receipt.${kind}`)}
      </h1>
      <p className="num">{t('receipt.number', { number: matter.number })}</p>
      <Next matter={matter} />
      <p>{replyWanted ? t('receipt.reply') : t('receipt.no_reply')}</p>
      <div className="my-buttons">
        <Link className="btn btn-primary" to={`/my/matters/${matter.id}`}>
          {t('receipt.follow')}
        </Link>
        <Link className="btn btn-secondary" to="/my">
          {t('back')}
        </Link>
      </div>
    </section>
  )
}
