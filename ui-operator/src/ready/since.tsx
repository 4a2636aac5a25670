import type { ReadyCheck } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useWords } from '../session/use-session'
import { formatAge, formatShortTime } from '../words/format'

/** Since when a check is as it is, and when it was last good; of a green one, when that was seen. */
export function Since({ check: { state, since, good_at: goodAt } }: { check: ReadyCheck }) {
  const { t, lang } = useWords()
  const nowMs = useCoreNow(5000)
  const words = [
    ...(state === 'green' ? [] : [t('ready.since', { age: formatAge(nowMs - since) })]),
    ...(goodAt === null
      ? []
      : [t(state === 'green' ? 'ready.measured_at' : 'ready.good_at', { time: formatShortTime(goodAt, lang) })]),
  ]
  return words.length > 0 && <span className="eg-check-when">{words.join(' · ')}</span>
}
