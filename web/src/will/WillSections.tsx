import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientWill, WillChoice, WillExpression } from '../api/types'
import { useText } from '../i18n/text'
import type { Whose } from './queries'
import { Said, useWhat } from './Said'
import { SayDialog } from './SayDialog'
import './will.css'
import { WithdrawDialog } from './WithdrawDialog'

const groups = ['permit', 'denial', 'guidance', 'biobank'] as const

/** What is in force, what can be said, and what was said before. `card`: the class of a section where it is shown. */
export function WillSections({ whose, will, card }: { whose: Whose; will: ClientWill; card: string }) {
  const { t } = useTranslation('will')
  const text = useText()
  const what = useWhat()
  const [saying, setSaying] = useState<WillChoice>()
  const [ending, setEnding] = useState<WillExpression>()
  const staff = 'client' in whose
  const may = (action: string) => will.permitted_actions.includes(action)
  const now = will.said.filter(({ withdrawn_at }) => !withdrawn_at)
  const before = will.said.filter(({ withdrawn_at }) => withdrawn_at)
  // A permit, a consent and a denial of a whole register is given once; of tasks and documents there may be many.
  const given = (choice: WillChoice) => choice.level !== 'service_task' && choice.level !== 'document' && now.some(({ code }) => code === choice.code)
  const groupOf = (kind: string) => will.choices.filter((choice) => choice.kind === kind)
  return (
    <>
      <section className={card} aria-labelledby="will-now">
        <h2 id="will-now">{t('now')}</h2>
        {now.length === 0 ? (
          <p>{t('none_now')}</p>
        ) : (
          <ul className="will-list">
            {now.map((one) => (
              <Said key={one.id} one={one} onWithdraw={may('withdraw') ? () => setEnding(one) : undefined} />
            ))}
          </ul>
        )}
      </section>
      {may('give') && (
        <section className={card} aria-labelledby="will-give">
          <h2 id="will-give">{t(staff ? 'write_down' : 'say_here')}</h2>
          {groups.map((group) => (
            <div key={group} className="will-group">
              <h3>{t(`group.${group}`)}</h3>
              <ul className="will-choices">
                {groupOf(group).map((choice) => (
                  <li key={choice.code}>
                    {choice.level === 'document' ? (
                      <p>
                        <b>{text(choice.label)}</b>
                        <span className="will-small">{t(staff ? 'document_how_staff' : 'document_how')}</span>
                      </p>
                    ) : given(choice) ? (
                      <p>
                        <b>{text(choice.label)}</b>
                        <span className="will-small">{t('in_force')}</span>
                      </p>
                    ) : (
                      <button type="button" className="will-choice" onClick={() => setSaying(choice)}>
                        <b>{text(choice.label)}</b>
                        <span className="will-small">{t(staff ? 'read_first_staff' : 'read_first')}</span>
                      </button>
                    )}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      )}
      {before.length > 0 && (
        <section className={card} aria-labelledby="will-before">
          <h2 id="will-before">{t('before')}</h2>
          <ul className="will-list">
            {before.map((one) => (
              <Said key={one.id} one={one} />
            ))}
          </ul>
        </section>
      )}
      {saying && <SayDialog whose={whose} choice={saying} onClose={() => setSaying(undefined)} />}
      {ending && <WithdrawDialog whose={whose} one={ending} what={what(ending)} onClose={() => setEnding(undefined)} />}
    </>
  )
}
