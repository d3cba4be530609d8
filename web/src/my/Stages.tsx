import { useTranslation } from 'react-i18next'
import type { ClientMatter } from '../api/types'
import { useWhen } from '../client/when'
import { useText } from '../i18n/text'

/** Where my matter is: what is done, what is going on, what comes. */
export function Stages({ matter }: { matter: ClientMatter }) {
  const { t, i18n } = useTranslation('my')
  const text = useText()
  const when = useWhen()
  return (
    <ol className="my-stages">
      {matter.stages.map((stage) => {
        const key = `stage.${stage.code}.${stage.state}`
        const name = i18n.exists(`my:${key}`) ? t(key as never) : i18n.exists(`codes:lane.${stage.code}`) ? t(`codes:lane.${stage.code}` as never) : stage.code
        return (
          <li key={stage.code} className={`my-stage my-stage-${stage.state}`} aria-current={stage.state === 'now' ? 'step' : undefined}>
            <span className="my-stage-mark" aria-hidden="true">
              {stage.state === 'done' ? '✓' : ''}
            </span>
            <div>
              <p className="my-stage-name">
                {name}
                <span className="sr-only"> ({t(`stage_state.${stage.state}`)})</span>
              </p>
              {(stage.at || stage.note) && (
                <p className="quiet">
                  {[when.day(stage.at), text(stage.note)].filter(Boolean).join(' · ')}
                </p>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
