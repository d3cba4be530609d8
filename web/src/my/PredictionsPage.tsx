import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OwnPrediction, OwnPredictions } from '../api/types'
import { usePageTitle } from '../app/page'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useLanguage, useText } from '../i18n/text'
import { Parts, usePercent } from '../prediction/Parts'
import '../prediction/prediction.css'
import { useObject, useOwnPredictions } from '../prediction/queries'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { longDate } from '../ui/format'
import { ProblemNote } from '../ui/ProblemNote'

/** What has been predicted of me, what was decided, and saying no. */
export default function PredictionsPage() {
  const { t } = useTranslation(['prediction', 'my'])
  const query = useOwnPredictions()
  usePageTitle(t('own.title'))
  return (
    <>
      <p>
        <Link to="/my">‹ {t('my:back')}</Link>
      </p>
      <header className="my-hello">
        <h1>{t('own.title')}</h1>
        <p>{t('own.about')}</p>
      </header>
      {query.isPending && <Skeleton lines={5} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && <Objection data={query.data} />}
      {query.data?.predictions.length === 0 && <p className="quiet">{t('own.none')}</p>}
      {query.data?.predictions.map((one) => (
        <One key={one.id} one={one} />
      ))}
    </>
  )
}

function Objection({ data }: { data: OwnPredictions }) {
  const { t } = useTranslation('prediction')
  const language = useLanguage()
  const announce = useAnnounce()
  const object = useObject()
  const objects = data.objected_at !== undefined
  return (
    <section className="my-card" aria-labelledby="pr-no">
      <h2 id="pr-no">{t('own.no_title')}</h2>
      <p>{objects ? t('own.said_no', { date: longDate(data.objected_at ?? '', language) }) : t('own.no_about')}</p>
      <Button busy={object.isPending} onClick={() => object.mutate(!objects, { onSuccess: () => announce(t(objects ? 'own.allowed' : 'own.refused')) })}>
        {t(objects ? 'own.allow' : 'own.refuse')}
      </Button>
      {object.isError && <ProblemNote error={object.error} />}
    </section>
  )
}

function One({ one }: { one: OwnPrediction }) {
  const { t } = useTranslation('prediction')
  const text = useText()
  const language = useLanguage()
  const percent = usePercent()
  return (
    <section className="my-card" aria-labelledby={`pr-${one.id}`}>
      <h2 id={`pr-${one.id}`}>{text(one.label)}</h2>
      <p>{text(one.plain)}</p>
      <p className="pr-value num">{t('value', { value: percent(one.value), band: text(one.band) })}</p>
      <p className="quiet">
        {t('own.made', { date: longDate(one.made_at, language), name: one.made_by?.name ?? '' })} {t('own.model', { version: one.model_version, owner: one.owner })}
      </p>
      <h3>{t('moved')}</h3>
      <Parts parts={one.parts} label={t('moved')} />
      {one.answer ? (
        <div className="pr-quote">
          <b>{t(`own.use.${one.answer.answer}`)}</b>
          <p>{t('decided_of', { words: one.answer.decided })}</p>
          <p>{t('why_of', { words: one.answer.why })}</p>
        </div>
      ) : (
        <p>{t('own.not_answered')}</p>
      )}
    </section>
  )
}
