import { createContext, useContext } from 'react'
import type { CodeSetRef } from '../../api/types'
import type { Asked } from './conditions'

export interface FormInfo {
  /** Where a value shown in the form came from, when it was filled in beforehand and nobody has changed it since. */
  prefilled: (path: readonly (string | number)[], value: unknown) => { source?: string } | undefined
  /** The code sets of the house that the structure uses. */
  codeSets?: Record<string, CodeSetRef>
  /** What the structure's conditions make of the field at a place now. */
  asked?: Record<string, Asked>
}

export const FormInfoContext = createContext<FormInfo>({ prefilled: () => undefined })

export function useFormInfo(): FormInfo {
  return useContext(FormInfoContext)
}
