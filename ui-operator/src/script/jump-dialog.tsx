import { useState } from 'react'
import { contracts, type OpScript, type OpShow } from '@eg/shared'
import { ReasonDialog } from '../look/reason-dialog'
import { SelectField } from '../look/select-field'
import { useLive, useSession, useWords } from '../session/use-session'
import { currentRun } from '../night/suggestion'

interface JumpDialogProps {
  script: OpScript
  show: OpShow
  /** The step that was peeked at; null: to be chosen. */
  step: string | null
  onClose: () => void
}

/** Goes to any step, whatever the branches say, and says beforehand what becomes of the question that is open. */
export function JumpDialog({ script, show, step, onClose }: JumpDialogProps) {
  const { commands } = useSession()
  const { t } = useWords()
  const [chosen, setChosen] = useState(step ?? '')
  const voids = useLive((s) => s.night !== null && currentRun(s.night) !== null)
  // The visit that was seen when somebody decided to jump: if the show moves on meanwhile, the core says so.
  const [visit] = useState(show.position?.visit ?? null)
  return (
    <ReasonDialog
      command="show.jump"
      title={t('script.jump_title')}
      text={t(voids ? 'script.jump_voids' : 'script.jump_text')}
      confirm={t('script.jump_confirm')}
      tone={voids ? 'danger' : 'next'}
      presets={[t('script.why_late'), t('script.why_wrong'), t('script.why_technical')]}
      incomplete={chosen === ''}
      give={(reason) => commands.give('show.jump', contracts.opShowJump, { step: chosen, reason, expect_visit: visit })}
      onClose={onClose}
    >
      <SelectField label={t('script.jump_where')} testId="jump-step" value={chosen} onChange={setChosen}>
        <option value="" disabled>
          {t('script.jump_choose')}
        </option>
        {script.steps.map(({ id, step: number, question }) => (
          <option key={id} value={id}>
            {number} · {question}
          </option>
        ))}
      </SelectField>
    </ReasonDialog>
  )
}
