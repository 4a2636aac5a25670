import { contracts, type OpShow } from '@eg/shared'
import { ReasonDialog } from '../look/reason-dialog'
import { useSession, useWords } from '../session/use-session'

/** Ends the show before its script does. */
export function EndShowDialog({ show, onClose }: { show: OpShow; onClose: () => void }) {
  const { commands } = useSession()
  const { t } = useWords()
  return (
    <ReasonDialog
      command="show.end"
      title={t('script.end_title')}
      text={t('script.end_text')}
      confirm={t('script.end_confirm')}
      presets={[t('script.why_late'), t('script.why_technical'), t('script.why_players')]}
      give={(reason) =>
        commands.give('show.end', contracts.opShowEnd, { reason, expect_visit: show.position?.visit ?? null })
      }
      onClose={onClose}
    />
  )
}
