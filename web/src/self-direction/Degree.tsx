import { useTranslation } from 'react-i18next'
import type { ClientSelfDirection, SharingPreset } from '../api/types'
import { useText } from '../i18n/text'
import { nearest } from './table'

/** The percentage as it would be, and a slider over the presets: arrows, a finger and a mouse all move it. */
export function Degree({ now, value, onPreset }: { now: ClientSelfDirection; value: number; onPreset: (preset: SharingPreset) => void }) {
  const { t } = useTranslation('selfdirection')
  const text = useText()
  const near = nearest(now, value)
  const place = near ? now.presets.indexOf(near) : 0
  const spoken = (preset: SharingPreset | undefined) => (preset ? t('degree_of', { percent: preset.percent, what: text(preset.label) }) : '')
  return (
    <section className="my-card" aria-labelledby="sd-degree">
      <h2 id="sd-degree">{t('degree')}</h2>
      <p className="sd-percent">
        <output htmlFor="sd-slider">{t('percent', { value })}</output>
      </p>
      <label htmlFor="sd-slider">{t('slider')}</label>
      <input
        id="sd-slider"
        className="sd-slider"
        type="range"
        min={0}
        max={now.presets.length - 1}
        step={1}
        value={place}
        aria-valuetext={spoken(near)}
        aria-describedby="sd-near"
        onChange={(event) => {
          const preset = now.presets[Number(event.target.value)]
          if (preset) onPreset(preset)
        }}
      />
      <p className="sd-ends" aria-hidden="true">
        {now.presets.map(({ code, percent }) => (
          <span key={code}>{t('percent', { value: percent })}</span>
        ))}
      </p>
      {near && (
        <div id="sd-near">
          <p>
            <b>{text(near.label)}</b>
          </p>
          <p>{text(near.about)}</p>
          {near.percent !== value && <p className="quiet">{t('nearest')}</p>}
        </div>
      )}
      {near && near.percent !== value && (
        <button type="button" className="btn btn-secondary" onClick={() => onPreset(near)}>
          {t('fill', { percent: near.percent })}
        </button>
      )}
    </section>
  )
}
