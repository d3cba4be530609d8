import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ClientSelfDirection, SharingViewer } from '../api/types'
import { Retry } from '../client/parts/Retry'
import { Skeleton } from '../client/parts/Skeleton'
import { useText } from '../i18n/text'
import { Pill } from '../ui/Pill'
import { Select } from '../ui/Select'
import { useSeen } from './queries'

const tone = { open: 'success', partly: 'warning', hidden: 'neutral' } as const

/** What somebody would see now: asked of the node, which decides by the same rules as for them. */
export function Preview({ now }: { now: ClientSelfDirection }) {
  const { t } = useTranslation(['selfdirection', 'codes'])
  const text = useText()
  const [at, setAt] = useState('')
  const viewer = at === '' ? undefined : now.viewers[Number(at)]
  const query = useSeen(viewer)
  const name = ({ kind, role }: SharingViewer) => (role ? t('viewer_role', { role: t(`codes:role.${role}`), kind: t(`viewer.${kind}`) }) : t(`viewer.${kind}`))
  return (
    <section className="my-card" aria-labelledby="sd-preview">
      <h2 id="sd-preview">{t('preview')}</h2>
      <p>{t('preview_about')}</p>
      <Select label={t('whose_eyes')} value={at} onChange={(event) => setAt(event.target.value)}>
        <option value="">{t('choose')}</option>
        {now.viewers.map((one, index) => (
          <option key={name(one)} value={index}>
            {name(one)}
          </option>
        ))}
      </Select>
      {viewer && query.isPending && <Skeleton lines={6} />}
      {query.isError && <Retry error={query.error} again={() => void query.refetch()} />}
      {query.data && (
        <ul className="sd-seen" aria-label={t('seen_by', { who: name(query.data.viewer) })}>
          {query.data.groups.map((one) => (
            <li key={one.group}>
              <b>{text(now.groups.find(({ code }) => code === one.group)?.label)}</b>
              <Pill tone={tone[one.open]}>{t(`open.${one.open}`)}</Pill>
              <span>
                {one.why.map((why) => t(`why.${why}`)).join(' ')}
                {one.tasks.length > 0 && ` ${t('tasks', { tasks: one.tasks.map((task) => t(`codes:service_task.${task}`)).join(', ') })}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {viewer?.kind === 'emergency' && <p className="quiet">{t('emergency_about')}</p>}
      {viewer?.kind === 'close_one' && <p className="quiet">{t('close_about')}</p>}
    </section>
  )
}
