import type { Language } from '../../i18n'

/** Units of UCUM that people write otherwise; annotations in braces (`{score}`) are no units. */
const WRITTEN: Record<string, string> = {
  'mm[Hg]': 'mmHg',
  Cel: '°C',
  'kg/m2': 'kg/m²',
  '[in_i]': 'in',
  '10*3/uL': '10³/µl',
  '10*6/uL': '10⁶/µl',
  '10*9/L': '10⁹/l',
  '10*12/L': '10¹²/l',
  'mmol/L': 'mmol/l',
  'umol/L': 'µmol/l',
  'mg/dL': 'mg/dl',
  'g/dL': 'g/dl',
  'g/L': 'g/l',
}

export function unitText(unit: string | undefined): string {
  if (!unit) return ''
  const bare = unit.replace(/\{[^}]*\}/g, '').trim()
  return WRITTEN[bare] ?? bare
}

/** A number with a point, as a reader of the language writes it; words stay as the source wrote them. */
export function valueText(value: string, language: Language): string {
  return language !== 'en' && /^-?\d+\.\d+$/.test(value) ? value.replace('.', ',') : value
}
