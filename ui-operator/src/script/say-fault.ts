import type { ScriptProblem } from '@eg/shared'
import { isTextKey, type Words } from '../words/words'

/** A fault of a script in the operator's language; one that only a newer core knows in the core's own English: `lang` says so. */
export function sayFault({ fault, params, detail }: ScriptProblem, t: Words): { text: string; lang?: 'en' } {
  const key = `fault.${fault}`
  return isTextKey(key) ? { text: t(key, params) } : { text: detail, lang: 'en' }
}
