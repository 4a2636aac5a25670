import { useEffect, useState } from 'react'
import { contracts, type Answer, type ScriptProblem } from '@eg/shared'
import { MAX_SCRIPT_BYTES } from '@eg/shared/show-script'
import { useLive, useSession } from '../session/use-session'

/** The core is asked this long after the last key. */
const QUIET_MS = 500

/** What the core last said of a text. */
export interface Check {
  text: string
  status: 'right' | 'wrong'
  problems: ScriptProblem[]
  /** How many more there are than are told. */
  more: number
}

/** What an answer says of a script; null: the core has said nothing of the script itself. */
export function checkOf(text: string, answer: Answer): Check | null {
  if (answer.status === 'ok') return { text, status: 'right', problems: [], more: 0 }
  if (answer.reason !== 'bad_script') return null
  const listed: unknown = answer['problems']
  const more: unknown = answer['more']
  const problems = (Array.isArray(listed) ? listed : []).filter(isProblem)
  return { text, status: 'wrong', problems, more: typeof more === 'number' ? more : 0 }
}

function isProblem(value: unknown): value is ScriptProblem {
  const problem = value as Partial<ScriptProblem> | null
  return Number.isInteger(problem?.line) && Number.isInteger(problem?.column) && typeof problem?.detail === 'string'
}

/** A text that is too long is not sent at all: no message holds it. Null: it is not. */
export function tooLong(text: string): Check | null {
  const bytes = new TextEncoder().encode(text).length
  if (bytes <= MAX_SCRIPT_BYTES) return null
  const fault = { fault: 'too_long' as const, params: { bytes, most: MAX_SCRIPT_BYTES }, detail: 'too long' }
  return { text, status: 'wrong', problems: [{ line: 1, column: 1, field: null, ...fault }], more: 0 }
}

/** Asks the core what is wrong with a text, a moment after the last key; what it says of an older text is not heeded. */
export function useCheck(text: string | null): { check: Check | null; tell: (check: Check) => void } {
  const { commands, clock } = useSession()
  const up = useLive((s) => s.link.up)
  const [check, tell] = useState<Check | null>(null)
  useEffect(() => {
    if (text === null || text.trim() === '' || !up) return
    let over = false
    const cancel = clock.after(QUIET_MS, () => {
      const long = tooLong(text)
      if (long) {
        tell(long)
        return
      }
      void commands.give('script.check', contracts.opShowLoad, { text, check: true }).then((answer) => {
        const said = checkOf(text, answer)
        if (over || said === null) return
        tell(said)
        // It stands in the list, at its lines: the note beside the button has nothing to add.
        if (said.status === 'wrong') commands.dismiss('script.check')
      })
    })
    return () => {
      over = true
      cancel()
    }
  }, [text, up, commands, clock])
  return { check, tell }
}
