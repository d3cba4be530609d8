import { useMutation } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { api, isProblem, newKey } from '../api/client'
import type { ClientHeader, IdentityCard, NewClient } from '../api/types'
import { usePageTitle } from '../app/page'
import { fieldErrors } from '../app/problem'
import { useAnnounce } from '../ui/Announce'
import { Button } from '../ui/Button'
import { DateField } from '../ui/DateField'
import { LongTextField, TextField } from '../ui/Field'
import { ProblemNote } from '../ui/ProblemNote'
import { Select } from '../ui/Select'
import { hetuLooksRight } from './hetu'
import { IdentityLine } from './IdentityLine'
import { MunicipalityField } from './MunicipalityField'
import './people.css'

const reasons = ['newborn', 'unknown', 'foreigner', 'protected'] as const
const languages = ['fi', 'sv', 'en', 'se', 'ru', 'et', 'so', 'ar', 'uk'] as const

type Form = Omit<NewClient, 'temporary_reason' | 'sex'> & { temporary_reason?: string; sex?: string }

/** A new client: only what tells the person apart. Warns when the person may be here already. */
export function Component() {
  const { t, i18n } = useTranslation('people')
  usePageTitle(t('new.title'))
  const navigate = useNavigate()
  const announce = useAnnounce()
  const [params] = useSearchParams()
  const [hasHetu, setHasHetu] = useState(true)
  const [form, setForm] = useState<Form>({ family_name: '', given_names: '', language: 'fi' })
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [why, setWhy] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }))

  const key = useRef({ body: '', key: '' })
  const create = useMutation({
    mutationFn: (whyNot?: string) => {
      const body = {
        ...form,
        hetu: hasHetu ? form.hetu?.trim().toUpperCase() : undefined,
        temporary_reason: hasHetu ? undefined : form.temporary_reason,
        birth_date: hasHetu ? undefined : form.birth_date || undefined,
        sex: hasHetu ? undefined : form.sex || undefined,
        municipality: form.municipality || undefined,
        why_not_duplicate: whyNot,
      }
      const text = JSON.stringify(body)
      if (key.current.body !== text) key.current = { body: text, key: newKey() }
      return api.post<ClientHeader>('/staff/clients', body, { idempotencyKey: key.current.key })
    },
    onSuccess: (header) => {
      announce(t('new.done'))
      // A client is added because a matter begins; until it does, nobody is tied to them and their data do not open.
      void navigate(`/lobby/new?client=${header.card.id}`, { replace: true })
    },
    onError: (error) => {
      if (isProblem(error, 'invalid')) setErrors(fieldErrors(error, i18n.getFixedT(null, 'problems')))
      if (isProblem(error, 'possible_duplicate')) requestAnimationFrame(() => {
          heading.current?.focus({ preventScroll: true })
          heading.current?.scrollIntoView({ block: 'start' })
        })
    },
  })
  const candidates = isProblem(create.error, 'possible_duplicate') ? (create.error.problem.candidates as IdentityCard[] | undefined) : undefined

  /** The code is somebody's already: no reason makes a second client of it. */
  const sameHetu = isProblem(create.error, 'possible_duplicate') && create.error.problem.same_hetu === true

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found: Record<string, string> = {}
    if (hasHetu && !hetuLooksRight(form.hetu ?? '')) found.hetu = t('problems:fields.hetu')
    if (!hasHetu && !form.temporary_reason) found.temporary_reason = t('problems:fields.required')
    if (form.family_name.trim() === '') found.family_name = t('problems:fields.required')
    if (form.given_names.trim() === '') found.given_names = t('problems:fields.required')
    setErrors(found)
    if (Object.keys(found).length > 0) {
      announce(t('new.check'))
      requestAnimationFrame(() => document.querySelector<HTMLElement>('main [aria-invalid=true], main input[class*=error]')?.focus())
      return
    }
    create.mutate(undefined)
  }

  return (
    <main id="main" tabIndex={-1} className="page narrow stack">
      <h1>{t('new.title')}</h1>
      <p className="quiet">{t('new.lead')}</p>
      <form className="card stack" onSubmit={submit} noValidate>
        <fieldset className="choice-row">
          <legend>{t('new.identity')}</legend>
          <label>
            <input type="radio" name="identity" checked={hasHetu} onChange={() => setHasHetu(true)} />
            {t('new.has_hetu')}
          </label>
          <label>
            <input type="radio" name="identity" checked={!hasHetu} onChange={() => setHasHetu(false)} />
            {t('new.no_hetu')}
          </label>
        </fieldset>
        {hasHetu ? (
          <TextField label={t('new.hetu')} value={form.hetu ?? ''} onChange={(hetu) => set({ hetu })} error={errors.hetu} autoComplete="off" required />
        ) : (
          <Select label={t('new.temporary_reason')} hint={t('new.temporary_hint')} value={form.temporary_reason ?? ''} error={errors.temporary_reason} onChange={(event) => set({ temporary_reason: event.target.value })}>
            <option value="">{t('new.choose')}</option>
            {reasons.map((reason) => (
              <option key={reason} value={reason}>
                {t(`new.reasons.${reason}`)}
              </option>
            ))}
          </Select>
        )}
        <div className="form-grid">
          <TextField label={t('new.family_name')} value={form.family_name} onChange={(family_name) => set({ family_name })} error={errors.family_name} autoComplete="off" required />
          <TextField label={t('new.given_names')} value={form.given_names} onChange={(given_names) => set({ given_names })} error={errors.given_names} autoComplete="off" required />
        </div>
        {!hasHetu && (
          <div className="form-grid">
            <DateField label={t('new.birth_date')} optional={t('common:optional')} value={form.birth_date ?? ''} onChange={(birth_date) => set({ birth_date })} error={errors.birth_date} />
            <Select label={t('new.sex')} optional={t('common:optional')} value={form.sex ?? ''} onChange={(event) => set({ sex: event.target.value })}>
              <option value="">{t('new.choose')}</option>
              {(['female', 'male', 'unknown'] as const).map((sex) => (
                <option key={sex} value={sex}>
                  {t(`new.sexes.${sex}`)}
                </option>
              ))}
            </Select>
          </div>
        )}
        <div className="form-grid">
          <Select label={t('new.language')} value={form.language} onChange={(event) => set({ language: event.target.value })}>
            {languages.map((language) => (
              <option key={language} value={language}>
                {t(`languages.${language}`)}
              </option>
            ))}
          </Select>
          <MunicipalityField value={form.municipality ?? ''} onChange={(municipality) => set({ municipality })} error={errors.municipality} />
        </div>
        <fieldset className="choice-row">
          <legend className="sr-only">{t('new.protection')}</legend>
          <label>
            <input type="checkbox" checked={form.protected ?? false} onChange={(event) => set({ protected: event.target.checked })} />
            {t('new.protected')}
          </label>
        </fieldset>
        {create.isError && !candidates && <ProblemNote error={create.error} />}
        {!candidates && (
          <div className="row">
            <Button type="submit" look="primary" busy={create.isPending}>
              {t('new.save')}
            </Button>
            <Button look="plain" onClick={() => void navigate(-1)}>
              {t('common:cancel')}
            </Button>
          </div>
        )}
      </form>
      {candidates && (
        <section className="card stack" aria-labelledby="duplicates">
          <h2 id="duplicates" ref={heading} tabIndex={-1}>
            {t('new.duplicate_title')}
          </h2>
          <p>{sameHetu ? t('new.same_hetu') : t('new.duplicate_text')}</p>
          <ul className="plain-list result-list">
            {candidates.map((card) => (
              <li key={card.id} className="result">
                <IdentityLine card={card} />
                <Button size="small" onClick={() => void navigate(params.get('then') === 'lobby' ? `/lobby/new?client=${card.id}` : `/clients/${card.id}`)}>
                  {t('new.use_this')}
                </Button>
              </li>
            ))}
          </ul>
          {!sameHetu && (
            <LongTextField label={t('new.why_not')} hint={t('new.why_not_hint')} value={why} onChange={setWhy} error={errors.why_not_duplicate} rows={2} />
          )}
          <div className="row">
            {!sameHetu && (
              <Button
                look="primary"
                busy={create.isPending}
                onClick={() => {
                  if (why.trim().length < 3) setErrors({ why_not_duplicate: t('problems:fields.required') })
                  else create.mutate(why.trim())
                }}
              >
                {t('new.create_anyway')}
              </Button>
            )}
            <Button look="plain" onClick={() => create.reset()}>
              {t('new.back_to_form')}
            </Button>
          </div>
        </section>
      )}
    </main>
  )
}
