import { type Finding, found } from './check.js'

/** What is known of the script of the night; null: none is loaded. */
export interface LoadedScript {
  name: string
  /** It could be played from its first step to an end. */
  ok: boolean
}

/** What `eg/op/script` says is loaded: only what could be played to its end is (F1). */
export function loadedScript({ name, script }: { name: string | null; script: number | null }): LoadedScript | null {
  return script === null ? null : { name: name ?? `script ${script}`, ok: true }
}

/** Whether a script of the night is loaded (U31). */
export function scriptCheck(script: LoadedScript | null): Finding {
  if (!script) {
    const detail =
      'No script of the night is loaded: there is no next step. Load one, or waive this for a night by hand.'
    return found('show', 'script', { problem: 'script_none', remedy: 'load_script', detail })
  }
  if (script.ok) return found('show', 'script', null)
  const detail = `The script ${script.name} has faults and cannot be played to its end. Look at its faults and load it again.`
  return found('show', 'script', {
    problem: 'script_faulty',
    remedy: 'mend_script',
    detail,
    params: { name: script.name },
  })
}
