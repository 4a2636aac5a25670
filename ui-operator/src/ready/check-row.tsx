import { RotateCcw } from 'lucide-react'
import { contracts, type ReadyCheck } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { personName } from '../sessions/person-name'
import { formatShortTime } from '../words/format'
import { checkName, problemText, remedyText, subjectName } from './check-words'
import { LevelMark } from './level-mark'
import { Remedies } from './remedy'
import { Since } from './since'
import type { Pick } from './use-picked'

/** One check: its state, what is wrong since when, what mends it, and who said that it may be so. */
export function CheckRow({ check, isPicked, pick }: { check: ReadyCheck; isPicked: boolean; pick: Pick }) {
  const { t } = useWords()
  const may = useMay()
  const name = checkName(check, t)
  const problem = problemText(check, t)
  const remedy = remedyText(check, t)
  const isRed = check.state === 'red'
  return (
    <li className="eg-check" data-testid={`check-${check.check}`} data-state={check.state}>
      <span className="eg-check-pick">
        {isRed && may('opReadyWaive') && (
          <label className="eg-pick">
            <input
              type="checkbox"
              data-testid={`pick-${check.check}`}
              aria-label={t('ready.pick', { check: `${subjectName(check.subject, t)}, ${name}` })}
              checked={isPicked}
              onChange={(event) => pick([check], event.target.checked)}
            />
          </label>
        )}
      </span>
      <LevelMark level={check.state} />
      <div className="eg-check-text">
        <p>
          <b className="eg-check-name">{name}</b> {problem}
        </p>
        <p className="eg-dim">
          {isRed && remedy !== null && <span className="eg-check-remedy">{remedy}</span>} <Since check={check} />
        </p>
        {check.waiver && <WaiverLine check={check} />}
      </div>
      <div className="eg-check-acts">{isRed && <Remedies check={check} />}</div>
    </li>
  )
}

/** Who waived it, why and until when, and the way back. */
function WaiverLine({ check: { check, waiver } }: { check: ReadyCheck }) {
  const { commands, clientId } = useSession()
  const { t, lang } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const command = `ready.unwaive/${check}`
  const pending = useCommandState((s) => s.pending[command] ?? false)
  if (!waiver) return null
  const until = formatShortTime(waiver.until, lang)
  return (
    <div className="eg-waiver">
      <p>{t('ready.waiver', { by: personName(waiver.by, clientId, t), until, reason: waiver.reason })}</p>
      {may('opReadyUnwaive') && (
        <DeskButton
          Icon={RotateCcw}
          tone="quiet"
          testId={`unwaive-${check}`}
          name={`${t('ready.unwaive')} · ${check}`}
          disabled={!up}
          pending={pending}
          onPress={() => void commands.give(command, contracts.opReadyUnwaive, { waiver: waiver.waiver })}
        >
          {t('ready.unwaive')}
        </DeskButton>
      )}
      <FailureNote command={command} />
    </div>
  )
}
