import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { forget, unlock } from './device'

/** The words that open what is on the device; without them it can only be removed. */
export function Unlock({ waiting }: { waiting: number }) {
  const { t } = useTranslation('device')
  const [words, setWords] = useState('')
  const [asked, setAsked] = useState(false)
  const open = useMutation({ mutationFn: unlock, networkMode: 'always' })
  const wrong = open.isError || open.data === false
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!open.isPending) open.mutate(words)
      }}
    >
      <h2>{t('locked')}</h2>
      <p>{t('locked_about')}</p>
      {waiting > 0 && <p>{t('waiting', { count: waiting })}</p>}
      <WordsField label={t('words')} value={words} onChange={setWords} error={wrong && !open.isPending ? t('words_wrong') : undefined} />
      <div className="dv-actions">
        <Button look="primary" type="submit" busy={open.isPending}>
          {t('unlock')}
        </Button>
        <Button look="danger" onClick={() => setAsked(true)}>
          {t('forgotten')}
        </Button>
      </div>
      {asked && (
        <Dialog
          title={t('forgotten_title')}
          onClose={() => setAsked(false)}
          actions={
            <Button look="danger" onClick={() => void forget()}>
              {t('remove_all')}
            </Button>
          }
        >
          <p>{t('forgotten_about')}</p>
          {waiting > 0 && <p className="note note-danger">{t('remove_waiting', { count: waiting })}</p>}
        </Dialog>
      )}
    </form>
  )
}

/** The words themselves: never kept by the browser, and shown when one wants to see what was typed. */
export function WordsField({ label, hint, value, onChange, error }: { label: string; hint?: string; value: string; onChange: (words: string) => void; error?: string }) {
  const { t } = useTranslation('device')
  const id = useId()
  const [shown, setShown] = useState(false)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        className="input"
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={value}
        aria-describedby={described}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      <label className="check-line">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        {t('words_show')}
      </label>
    </div>
  )
}
