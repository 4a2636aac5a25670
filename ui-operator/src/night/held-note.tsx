import { Pause, Snowflake } from 'lucide-react'
import { useLive, useSession, useWords } from '../session/use-session'
import { whoOf } from '../timeline/describe-line'
import { formatShortTime } from '../words/format'

/** Why nothing goes on: the game is frozen, or the group's session is paused. The way on is the suggested action. */
export function HeldNote() {
  const { t, lang } = useWords()
  const { clientId } = useSession()
  const game = useLive((s) => s.panic?.game ?? null)
  const paused = useLive((s) => s.evening?.current?.status === 'paused')
  if (!game) return null
  const what = paused && game.panic === null ? 'paused' : 'frozen'
  const Icon = what === 'paused' ? Pause : Snowflake
  return (
    <div className="eg-held" role="status" data-testid={`night-${what}`}>
      <Icon size={24} aria-hidden />
      <div>
        <strong>
          {t(`night.${what}`, {
            time: formatShortTime(game.since, lang),
            who: whoOf({ device_id: null, actor: game.by }, clientId, t),
          })}
        </strong>
        {game.reason !== null && <p>{t('night.held_reason', { reason: game.reason })}</p>}
        <p className="eg-dim">{t(`night.${what}_text`)}</p>
      </div>
    </div>
  )
}
