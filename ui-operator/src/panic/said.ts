import { useSession, useWords } from '../session/use-session'
import { whoOf } from '../timeline/describe-line'
import { formatShortTime } from '../words/format'

interface Said {
  since: number
  by: string | null
  reason?: string | null
}

/** `depuis 21:14, par Léa : une carte paie deux fois`. */
export function useSaid(): (said: Said) => string {
  const { clientId } = useSession()
  const { t, lang } = useWords()
  return ({ since, by, reason }) => {
    const time = formatShortTime(since, lang)
    const who = by === null ? null : whoOf({ device_id: null, actor: by }, clientId, t)
    const head = who === null ? t('panic.since', { time }) : t('panic.since_by', { time, who })
    return reason ? t('panic.because', { head, reason }) : head
  }
}
