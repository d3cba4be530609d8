export const severityTones = { serious: 'danger', notable: 'warning', minor: 'neutral' } as const
export const stateTones = { waiting: 'neutral', asked: 'info', answered: 'info', settled: 'success' } as const
export const findingTones = { no_misuse: 'success', guidance: 'info', reported: 'danger' } as const
export const outcomeTones = { justified: 'success', not_justified: 'danger', passed_on: 'warning' } as const
