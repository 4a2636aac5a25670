import type { ShowCue, ShowScript, ShowStep } from '@eg/shared'
import { stringify } from 'yaml'

/** The script as YAML with everything written out that may be left out: what `readScript` reads back as the same script. */
export function printScript({ title, language, version, start, steps }: ShowScript): string {
  const written = { title, language, ...given({ version }), start, steps: steps.map(printedStep) }
  return stringify(written, { lineWidth: 0 })
}

function printedStep(step: ShowStep): object {
  const { id, question, options, to, final, reveal, tie, revotes } = step
  const { timer_s, expected, quorum, no_quorum, timeout } = step
  const { open, closing, closed, revealed } = step.cues
  const cues = given({
    open: open && printedCue(open),
    closing: closing && { before_s: closing.before_s, ...printedCue(closing) },
    closed: closed && printedCue(closed),
    revealed: revealed && printedCue(revealed),
  })
  return {
    id,
    question,
    options,
    to,
    ...given({ timer_s, expected }),
    final,
    reveal,
    tie,
    ...(tie === 'revote' ? { revotes } : {}),
    ...given({ quorum, no_quorum, timeout }),
    ...(Object.keys(cues).length > 0 ? { cues } : {}),
  }
}

function printedCue({ text, lights, sound }: ShowCue): object {
  return { ...(Object.keys(text).length > 0 ? { text } : {}), ...given({ lights, sound }) }
}

/** Without what is null. */
function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
