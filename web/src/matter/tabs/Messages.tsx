import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api/client'
import type { Matter, Message } from '../../api/types'
import { Retry } from '../../client/parts/Retry'
import { Skeleton } from '../../client/parts/Skeleton'
import { useDraft } from '../../client/parts/useDraft'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { LongTextField } from '../../ui/Field'
import { TemplateSelect } from '../../letters/TemplateSelect'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { matterKeys, matterPath, may, useMessages } from '../queries'
import { Thread } from './Thread'

/** Messages between the client and the handler. */
export function Messages({ matter }: { matter: Matter }) {
  const { t } = useTranslation('matter')
  const queries = useQueryClient()
  const announce = useAnnounce()
  const query = useMessages(matter.id)
  const key = useRef(newKey())
  const [text, setText] = useDraft(`message:${matter.id}`)
  const [tried, setTried] = useState(false)
  const [client, setClient] = useState('')
  const send = useMutation({
    mutationFn: () => api.post<Message>(matterPath(matter.id, '/messages'), { text: text.trim(), client_id: client || undefined }, { idempotencyKey: key.current }),
    onSuccess: () => {
      key.current = newKey()
      setText('')
      setTried(false)
      announce(t('message.sent'))
      void queries.invalidateQueries({ queryKey: matterKeys.messages(matter.id) })
    },
  })
  const unread = query.data?.some(({ from, read_at }) => from === 'client' && !read_at) ?? false
  const mayWrite = may(matter, 'message')
  useEffect(() => {
    // What is on the screen has been read; the client sees that it has.
    if (!unread || !mayWrite) return
    void api.post(matterPath(matter.id, '/messages/read')).then(
      () => queries.invalidateQueries({ queryKey: matterKeys.messages(matter.id) }),
      () => undefined, // Not told this time; the next look tells it.
    )
  }, [unread, mayWrite, matter.id, queries])
  return (
    <section className="card mt-card" aria-labelledby="msg">
      <h2 id="msg">{t('message.title')}</h2>
      {query.isPending && <Skeleton lines={4} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && query.data.length === 0 && <p className="quiet">{t('message.empty')}</p>}
      {query.data && <Thread messages={query.data} mine="staff" />}
      {mayWrite && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (text.trim()) send.mutate()
          }}
        >
          {matter.clients.length > 1 && (
            <Select label={t('message.to')} value={client} onChange={(e) => setClient(e.target.value)}>
              {matter.clients.map(({ id, name }, index) => (
                <option key={id} value={index === 0 ? '' : id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
          <TemplateSelect matterId={matter.id} onText={setText} />
          <LongTextField label={t('message.new')} hint={t('message.hint')} rows={3} value={text} onChange={setText} error={tried && !text.trim() ? t('form.error.required') : undefined} />
          {send.isError && <ProblemNote error={send.error} />}
          <p>
            <Button look="primary" type="submit" busy={send.isPending}>
              {t('message.send')}
            </Button>
          </p>
        </form>
      )}
    </section>
  )
}
