import { useTranslation } from 'react-i18next'
import { useMinorRight, useSayMinorRight } from '../acting/queries'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { ProblemNote } from '../ui/ProblemNote'

const registers = ['social', 'patient'] as const

/** What I, a minor, keep from guardians. Nothing for one who is of age. */
export function MinorRightCard() {
  const { t } = useTranslation(['mandate', 'client'])
  const text = useText()
  const when = useWhen()
  const query = useMinorRight()
  const say = useSayMinorRight()
  if (!query.data?.minor) return null
  const { said } = query.data
  return (
    <section className="my-card" aria-labelledby="acting-minor">
      <h2 id="acting-minor">{t('minor.title')}</h2>
      <p>{t('minor.about')}</p>
      {said.length > 0 && (
        <ul className="acting-list">
          {said.map((one) => (
            <li key={one.id}>
              <b>{t(`client:withheld.register_name.${one.register}`)}</b>
              <span>{text(one.label)}</span>
              <span className="quiet">{one.recorded_by ? t('minor.by_staff', { name: one.recorded_by, time: when.instant(one.recorded_at) }) : t('minor.by_self', { time: when.instant(one.recorded_at) })}</span>
              {!one.recorded_by && (
                <Button busy={say.isPending} onClick={() => say.mutate({ end: one.id })}>
                  {t('minor.take_back')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {registers
        .filter((register) => !said.some((one) => one.register === register && one.matter_id === undefined))
        .map((register) => (
          <Button key={register} busy={say.isPending} onClick={() => say.mutate({ register })}>
            {t(`minor.forbid.${register}`)}
          </Button>
        ))}
      {say.isError && <ProblemNote error={say.error} />}
    </section>
  )
}
