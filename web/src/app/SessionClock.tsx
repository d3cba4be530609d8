import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import type { SessionInfo } from '../api/types'
import { useLanguage } from '../i18n/text'
import { Button } from '../ui/Button'
import { time } from '../ui/format'
import { useProblemText } from './problem'
import { sessionKey, useSession } from './session'

/** How long before the end the person is asked, in seconds. */
const warnBefore = 600
/** How often a touch during the warning asks the node, in milliseconds. */
const askAgain = 30_000

/**
 * Tells, ten minutes before a session ends by itself, when it ends, and makes it go on with one press. It takes no focus and
 * covers no field that has it: what is being written stays as it is (WCAG 2.2.1). A session that nobody uses ends sooner; the page
 * tells the node by itself whether anybody has touched it (`api/client.ts`).
 */
export function SessionClock() {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const { session, refresh } = useSession()
  const client = useQueryClient()
  const problem = useProblemText()
  const [left, setLeft] = useState<number | undefined>(undefined)
  const end = useRef<number | undefined>(undefined)
  const { ends_in, can_extend } = session

  useEffect(() => {
    setLeft(undefined)
    end.current = undefined
    if (ends_in === undefined) return
    const until = Date.now() + ends_in * 1000
    end.current = until
    let asked = false
    const look = () => {
      const seconds = Math.round((until - Date.now()) / 1000)
      if (seconds > warnBefore) return
      // Another tab may have extended it: the node is asked once before anything is said.
      if (!asked && ends_in > warnBefore) {
        asked = true
        void refresh()
        return
      }
      setLeft(Math.max(0, seconds))
      if (seconds <= 0 && !asked) {
        asked = true
        void refresh()
      }
    }
    look()
    const timer = setInterval(look, 1000)
    return () => clearInterval(timer)
    // `refresh` is made anew at each draw; the session is what matters.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ends_in, session])

  // An unused session that is used after all goes on by itself: the node is asked, and what is said here goes.
  const warned = left !== undefined
  useEffect(() => {
    if (!warned) return
    let last = 0
    const touched = () => {
      if (Date.now() - last < askAgain) return
      last = Date.now()
      void refresh()
    }
    window.addEventListener('keydown', touched)
    window.addEventListener('pointerdown', touched)
    return () => {
      window.removeEventListener('keydown', touched)
      window.removeEventListener('pointerdown', touched)
    }
    // As above.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [warned])

  const extend = useMutation({
    mutationFn: () => api.post<SessionInfo>('/session/extend'),
    onSuccess: (next) => client.setQueryData(sessionKey, next),
  })
  const at = end.current === undefined ? '' : time(new Date(end.current).toISOString(), language)
  const minutes = left === undefined ? 0 : Math.ceil(left / 60)
  return (
    <div className="session-clock" role="region" aria-label={t('session.label')} hidden={left === undefined}>
      {/* Read aloud once, and again when two minutes are left: a region that changed each minute would not let one work. */}
      <p role="status">{left === undefined ? '' : t(minutes <= 2 ? 'session.soon' : 'session.ends', { time: at })}</p>
      {left !== undefined && !can_extend && <p>{t('session.save_now')}</p>}
      {extend.isError && <p role="alert">{problem(extend.error).title}</p>}
      {left !== undefined && can_extend && (
        <Button look="primary" size="small" busy={extend.isPending} onClick={() => extend.mutate()}>
          {t('session.go_on')}
        </Button>
      )}
    </div>
  )
}
