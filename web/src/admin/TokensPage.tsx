import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client'
import { usePageTitle } from '../app/page'
import { useLanguage } from '../i18n/text'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { TextField } from '../ui/Field'
import { Loading } from '../ui/Loading'
import { dateTime } from '../ui/format'
import { Pill } from '../ui/Pill'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { folded, root, useWrong } from './api'
import type { TokenRow } from './types'

const scopes = ['fhir.write'] as const

/** The tokens other systems use: made, shown once, followed, revoked. */
export default function TokensPage() {
  const { t } = useTranslation('admin')
  usePageTitle(t('tokens.title'))
  const language = useLanguage()
  const announce = useAnnounce()
  const client = useQueryClient()
  const [sought, setSought] = useState('')
  const [asked, setAsked] = useState<'make' | { revoke: TokenRow } | null>(null)
  const [secret, setSecret] = useState('')
  const tokens = useQuery({ queryKey: ['admin', 'tokens'], queryFn: () => api.get<TokenRow[]>(`${root}/tokens`) })
  const refresh = () => void client.invalidateQueries({ queryKey: ['admin', 'tokens'] })
  const now = new Date().toISOString()
  const state = (one: TokenRow) => (one.revoked_at ? 'revoked' : one.expires_at <= now ? 'expired' : 'valid')
  const revoke = useMutation({
    mutationFn: (one: TokenRow) => api.post(`${root}/tokens/${one.id}/revoke`, {}),
    onSuccess: (_, one) => {
      setAsked(null)
      announce(t('tokens.revoked', { name: one.name }))
      refresh()
    },
  })
  const words = folded(sought.trim())
  const rows = (tokens.data ?? []).filter((one) => folded(`${one.name} ${one.source_system} ${one.scopes}`).includes(words)).reverse()
  return (
    <>
      <div className="spread">
        <h1>{t('tokens.title')}</h1>
        <Button look="primary" onClick={() => setAsked('make')}>
          {t('tokens.make')}
        </Button>
      </div>
      <p>{t('tokens.explain')}</p>
      {tokens.isError && <ProblemNote error={tokens.error} />}
      <div className="field organisation-search">
        <label className="field-label" htmlFor="tokens-q">
          {t('tokens.search')}
        </label>
        <input id="tokens-q" className="input" type="search" autoComplete="off" value={sought} onChange={(event) => setSought(event.target.value)} />
      </div>
      {tokens.isPending && <Loading />}
      {tokens.data && rows.length === 0 && <p className="card empty">{t('tokens.empty')}</p>}
      {rows.length > 0 && (
        <div className="card scroll-x" role="region" aria-label={t('tokens.title')} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('tokens.name')}</th>
                <th scope="col">{t('tokens.scopes')}</th>
                <th scope="col">{t('tokens.source')}</th>
                <th scope="col">{t('tokens.expires')}</th>
                <th scope="col">{t('tokens.last_used')}</th>
                <th scope="col">{t('tokens.state')}</th>
                <th scope="col">
                  <span className="sr-only">{t('places.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{one.name}</th>
                  <td>{one.scopes}</td>
                  <td>
                    {one.source_system}
                    <br />
                    <span className="quiet">{t(`codes:register.${one.register}`, { defaultValue: one.register })}</span>
                  </td>
                  <td>{dateTime(one.expires_at, language)}</td>
                  <td>{one.last_used_at ? dateTime(one.last_used_at, language) : t('tokens.never')}</td>
                  <td>
                    <Pill tone={state(one) === 'valid' ? 'success' : 'neutral'}>{t(`tokens.states.${state(one)}`)}</Pill>
                  </td>
                  <td>
                    {state(one) === 'valid' && (
                      <Button size="small" look="danger" aria-label={t('tokens.revoke_named', { name: one.name })} onClick={() => setAsked({ revoke: one })}>
                        {t('tokens.revoke')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asked === 'make' && (
        <MakeDialog
          secret={secret}
          onMade={(token) => {
            setSecret(token)
            refresh()
          }}
          onClose={() => {
            setAsked(null)
            setSecret('')
          }}
        />
      )}
      {asked !== null && asked !== 'make' && (
        <Dialog
          title={t('tokens.revoke_named', { name: asked.revoke.name })}
          onClose={() => setAsked(null)}
          actions={
            <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate(asked.revoke)}>
              {t('tokens.revoke')}
            </Button>
          }
        >
          {revoke.isError && <ProblemNote error={revoke.error} />}
          <p>{t('tokens.revoke_explain')}</p>
        </Dialog>
      )}
    </>
  )
}

function MakeDialog({ secret, onMade, onClose }: { secret: string; onMade: (token: string) => void; onClose: () => void }) {
  const { t } = useTranslation('admin')
  const [form, setForm] = useState({ name: '', source_system: '', register: 'patient', days: '30' })
  const [chosen, setChosen] = useState<string[]>([...scopes])
  const set = (name: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [name]: value }))
  const save = useMutation({
    mutationFn: () => api.post<{ token: string }>(`${root}/tokens`, { name: form.name, source_system: form.source_system, register: form.register, days: Number(form.days) || 0, scopes: chosen }),
    onSuccess: (made) => onMade(made.token),
  })
  const wrong = useWrong(save.error)
  if (secret) {
    return (
      <Dialog
        title={t('tokens.made')}
        onClose={onClose}
        actions={
          <Button look="primary" onClick={() => void navigator.clipboard?.writeText(secret)}>
            {t('tokens.copy')}
          </Button>
        }
      >
        <p>{t('tokens.once')}</p>
        <code className="admin-secret">{secret}</code>
      </Dialog>
    )
  }
  return (
    <Dialog
      title={t('tokens.make')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={() => save.mutate()}>
          {t('tokens.make')}
        </Button>
      }
    >
      {save.isError && <ProblemNote error={save.error} />}
      <TextField label={t('tokens.name')} hint={t('tokens.name_hint')} value={form.name} onChange={set('name')} error={wrong.name} required />
      <fieldset className="choice-row">
        <legend>{t('tokens.scopes')}</legend>
        {wrong.scopes && <p className="field-error">{wrong.scopes}</p>}
        {scopes.map((one) => (
          <label key={one}>
            <input type="checkbox" checked={chosen.includes(one)} onChange={(event) => setChosen((old) => (event.target.checked ? [...old, one] : old.filter((each) => each !== one)))} />
            {one}
          </label>
        ))}
      </fieldset>
      <TextField label={t('tokens.source')} hint={t('tokens.source_hint')} value={form.source_system} onChange={set('source_system')} error={wrong.source_system} required autoComplete="off" />
      <Select label={t('tokens.register')} value={form.register} onChange={(event) => set('register')(event.target.value)}>
        {(['patient', 'social'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`codes:register.${one}`)}
          </option>
        ))}
      </Select>
      <TextField label={t('tokens.days')} value={form.days} inputMode="numeric" onChange={set('days')} error={wrong.days} required />
    </Dialog>
  )
}
