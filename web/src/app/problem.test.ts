import i18next, { type TFunction } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { ProblemError } from '../api/client'
import { startI18n } from '../i18n'
import { problemText } from './problem'

let t: TFunction<'problems'>
beforeAll(async () => {
  await startI18n('fi')
  t = i18next.getFixedT('fi', 'problems') as unknown as TFunction<'problems'>
})
const problem = (fields: object) => new ProblemError({ type: 'x', code: 'refused', title: 'raw', status: 403, ...fields })

test('a known code is told in words', () => {
  expect(problemText(problem({ code: 'network', status: 0 }), t).title).toMatch(/Palvelin ei vastannut/)
})

test('an unknown code still gets a sentence, never the raw code or title', () => {
  const text = problemText(problem({ code: 'brand_new_code' }), t)
  expect(text.title).toBe(t('unexpected'))
})

test('unknown reasons and helps are left out', () => {
  expect(problemText(problem({ reason: 'nobody_wrote_this', what_helps: ['nor_this'] }), t)).toEqual({ title: t('refused'), why: undefined, helps: [] })
})

test('an error of our own is told without its inner words', () => {
  expect(problemText(new TypeError('x is undefined'), t).title).toBe(t('unexpected'))
})
