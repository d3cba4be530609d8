import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../api/client'
import type { ClientMatter, Message } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useDraft } from '../client/parts/useDraft'
import { Thread } from '../matter/tabs/Thread'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { myKeys, useMyMessages } from './queries'

/** Writing to the one who handles my matter. */
export function MyMessages({ matter }: { matter: ClientMatter }) {
  const { t } = useTranslation('my')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const query = useMyMessages(matter.id)
  const key = useRef(newKey())
  const [text, setText] = useDraft(`my-message:${matter.id}`)
  const [tried, setTried] = useState(false)
  const send = useMutation({
    mutationFn: () => api.post<Message>(`/client/matters/${matter.id}/messages`, { text: text.trim() }, { idempotencyKey: key.current }),
    onSuccess: () => {
      key.current = newKey()
      setText('')
      setTried(false)
      announce(t('messages.sent'))
      void queries.invalidateQueries({ queryKey: myKeys.messages(matter.id) })
    },
  })
  const unread = query.data?.some(({ from, read_at }) => from === 'staff' && !read_at) ?? false
  useEffect(() => {
    // What is on the screen has been read; the handler sees that it has.
    if (!unread) return
    void api.post(`/client/matters/${matter.id}/messages/read`).then(
      () => queries.invalidateQueries({ queryKey: ['my'] }),
      () => undefined, // Not told this time; the next visit tells it.
    )
  }, [unread, matter.id, queries])
  return (
    <section className="my-card" aria-labelledby="messages">
      <h2 id="messages" tabIndex={-1}>
        {matter.handler ? t('messages.title_with', { name: matter.handler.name }) : t('messages.title')}
      </h2>
      {query.isPending && <Skeleton lines={3} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data?.length === 0 && <p className="quiet">{t('messages.empty')}</p>}
      {query.data && query.data.length > 0 && <Thread messages={query.data} mine="client" />}
      {matter.state !== 'closed' && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (text.trim()) send.mutate()
          }}
        >
          <LongTextField label={t('messages.new')} rows={3} value={text} onChange={setText} error={tried && !text.trim() ? t('messages.missing') : undefined} />
          {send.isError && <ProblemNote error={send.error} />}
          <Button look="primary" type="submit" busy={send.isPending} className="my-wide">
            {t('messages.send')}
          </Button>
        </form>
      )}
    </section>
  )
}
