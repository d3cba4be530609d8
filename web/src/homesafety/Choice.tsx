/** One of a few, as large as a thumb. */
export function Choice<T extends string>({ legend, name, options, value, onChange, error }: {
  legend: string
  name: string
  options: { value: T; label: string }[]
  value: T | undefined
  onChange: (value: T) => void
  error?: string
}) {
  return (
    <fieldset className="hs-choice">
      <legend>{legend}</legend>
      {options.map((one) => (
        <label key={one.value}>
          <input type="radio" name={name} checked={value === one.value} onChange={() => onChange(one.value)} />
          <span>{one.label}</span>
        </label>
      ))}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  )
}
