import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { MeasureDefinition, MeasureItem } from '../api/types'
import { useText } from '../i18n/text'
import { Button } from '../ui/Button'
import { LongTextField } from '../ui/Field'
import { missing, UNABLE, type Draft } from './answers'

/** The items of a measure, with targets for a thumb; of goals one round for each. */
export function Items({ measure, drafts, tried, onChange }: { measure: MeasureDefinition; drafts: Draft[]; tried: boolean; onChange: (drafts: Draft[]) => void }) {
  const { t } = useTranslation('functioning')
  const most = measure.repeats ?? 1
  const put = (round: number, code: string, value: string) => onChange(drafts.map((draft, place) => (place === round ? { ...draft, [code]: value } : draft)))
  return (
    <>
      {drafts.map((draft, round) => (
        <fieldset key={round} className="fn-items">
          <legend className={most > 1 ? undefined : 'sr-only'}>{most > 1 ? t('round', { number: round + 1 }) : t('answers')}</legend>
          {measure.items.map((item) => (
            <Item key={item.code} item={item} value={draft[item.code] ?? ''} tried={tried} onChange={(value) => put(round, item.code, value)} />
          ))}
          {drafts.length > 1 && (
            <Button size="small" onClick={() => onChange(drafts.filter((_, place) => place !== round))}>
              {t('remove_round', { number: round + 1 })}
            </Button>
          )}
        </fieldset>
      ))}
      {drafts.length < most && (
        <Button onClick={() => onChange([...drafts, {}])}>{t('add_round')}</Button>
      )}
    </>
  )
}

function Item({ item, value, tried, onChange }: { item: MeasureItem; value: string; tried: boolean; onChange: (value: string) => void }) {
  const { t } = useTranslation('functioning')
  const text = useText()
  const id = useId()
  const fault = missing(item, value)
  const error = fault && (tried || (fault !== 'required' && value !== '')) ? t(`fault.${fault}`, { low: item.low ?? '', high: item.high ?? '' }) : undefined
  const hint = item.help && text(item.help)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  if (item.kind === 'text') return <LongTextField label={text(item.label)} hint={hint} optional={item.optional ? t('optional') : undefined} value={value} error={error} onChange={onChange} />
  if (item.kind === 'choice') {
    return (
      <fieldset className="fn-choice" aria-describedby={described}>
        <legend>{text(item.label)}</legend>
        {hint && (
          <p id={`${id}-hint`} className="field-hint">
            {hint}
          </p>
        )}
        {item.options.map((option) => (
          <label key={option.code} className="fn-option">
            <input type="radio" name={id} checked={value === option.code} onChange={() => onChange(option.code)} />
            <span>{text(option.label)}</span>
          </label>
        ))}
        {error && (
          <p id={`${id}-error`} className="field-error">
            {error}
          </p>
        )}
      </fieldset>
    )
  }
  const whole = item.decimals === 0 && item.low !== undefined && item.high !== undefined && item.high - item.low <= 10
  if (whole && item.low !== undefined && item.high !== undefined) {
    const numbers = Array.from({ length: item.high - item.low + 1 }, (_, place) => String((item.low ?? 0) + place))
    return (
      <fieldset className="fn-choice fn-scale" aria-describedby={described}>
        <legend>{text(item.label)}</legend>
        {hint && (
          <p id={`${id}-hint`} className="field-hint">
            {hint}
          </p>
        )}
        <div>
          {numbers.map((number) => (
            <label key={number} className="fn-option">
              <input type="radio" name={id} checked={value === number} onChange={() => onChange(number)} />
              <span className="num">{number}</span>
            </label>
          ))}
        </div>
        {error && (
          <p id={`${id}-error`} className="field-error">
            {error}
          </p>
        )}
      </fieldset>
    )
  }
  return (
    <div className="field fn-number">
      <label htmlFor={id} className="field-label">
        {text(item.label)}
        {item.unit && ` (${item.unit})`}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      <input
        id={id}
        className="input"
        inputMode="decimal"
        autoComplete="off"
        value={value === UNABLE ? '' : value}
        disabled={value === UNABLE}
        aria-describedby={described}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      {item.unable !== undefined && (
        <label className="check-line fn-unable">
          <input type="checkbox" checked={value === UNABLE} aria-label={t('unable_to', { what: text(item.label) })} onChange={(event) => onChange(event.target.checked ? UNABLE : '')} />
          {t('unable')}
        </label>
      )}
    </div>
  )
}
