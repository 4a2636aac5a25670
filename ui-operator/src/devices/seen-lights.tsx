import { Check, Eye, Lightbulb } from 'lucide-react'
import { useState } from 'react'
import { contracts, type OpDevice } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { OptionMark } from '../look/option-mark'
import { useMay } from '../login/may'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'

const ALL = [true, true, true, true, true, true]

/** Runs the lights once through; only somebody who stands there can say that they shone. */
export function SeenLights({ device: { device_id: id } }: { device: OpDevice }) {
  const { testLights, commands } = useSession()
  const { t } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const name = `lights.seen/${id}`
  const pending = useCommandState((s) => s.pending[name] ?? false)
  const [run, setRun] = useState(false)
  const [seen, setSeen] = useState(ALL)
  const [told, setTold] = useState(false)
  const count = seen.filter(Boolean).length
  const start = async () => {
    setTold(false)
    setRun(await testLights(id))
  }
  const tell = async () => {
    const lights = seen.flatMap((is, index) => (is ? [index] : []))
    const answer = await commands.give(name, contracts.opLightsSeen, {
      target_id: id,
      ...(count === 6 ? {} : { lights }),
    })
    setTold(answer.status === 'ok')
  }
  return (
    <>
      <ol className="eg-marks">
        {seen.map((is, index) => (
          <li key={index} data-pressed={(run && is) || undefined}>
            <button
              type="button"
              aria-pressed={is}
              aria-label={t('test.light', { light: index + 1 })}
              data-testid={`light-${index + 1}-${id}`}
              disabled={!run}
              onClick={() => {
                setTold(false)
                setSeen(seen.map((each, i) => (i === index ? !each : each)))
              }}
            >
              <OptionMark index={index} size={26} />
              {run && is && <Check size={16} strokeWidth={3} aria-hidden />}
            </button>
          </li>
        ))}
      </ol>
      <p role="status" data-tone={told ? 'ok' : 'dim'}>
        {t(told ? 'test.lights_told' : 'test.lights_hint')}
      </p>
      <FailureNote command={name} />
      <div className="eg-form-row">
        <DeskButton Icon={Lightbulb} testId={`lights-start-${id}`} disabled={!up} onPress={() => void start()}>
          {t('test.lights_start')}
        </DeskButton>
        {run && !told && may('opLightsSeen') && (
          <DeskButton
            Icon={Eye}
            testId={`lights-seen-${id}`}
            disabled={!up || count === 0}
            pending={pending}
            onPress={() => void tell()}
          >
            {count === 6 ? t('test.lights_seen') : t('test.lights_some', { count })}
          </DeskButton>
        )}
      </div>
    </>
  )
}
