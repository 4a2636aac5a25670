import { Eye, Lightbulb } from 'lucide-react'
import { useState } from 'react'
import { contracts, type ReadyCheck } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { OptionMark } from '../look/option-mark'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { missingOf } from './check-words'

const ALL = [0, 1, 2, 3, 4, 5]

/** Lights up a slot's six lights, and takes somebody's word for which of them shone: no machine can see it. */
export function LightsSeen({ check }: { check: ReadyCheck }) {
  const { commands, testLights } = useSession()
  const { t } = useWords()
  const may = useMay()
  const id = check.subject
  const command = `ready.lights/${id}`
  const up = useLive((s) => s.link.up)
  const online = useLive((s) => s.devices.get(id)?.online ?? false)
  const pending = useCommandState((s) => s.pending[command] ?? false)
  const [said, setSaid] = useState<'sent' | 'failed' | null>(null)
  /** What was tapped; until then those that are missing. */
  const [tapped, setTapped] = useState<ReadonlySet<number> | null>(null)
  const seen = ALL.filter((n) => (tapped ?? new Set(missingOf(check))).has(n))
  const toggle = (n: number) =>
    setTapped(() => {
      const next = new Set(seen)
      if (!next.delete(n)) next.add(n)
      return next
    })
  const confirm = async () => {
    const some = seen.length === ALL.length ? {} : { lights: seen }
    const answer = await commands.give(command, contracts.opLightsSeen, { target_id: id, ...some })
    if (answer.status === 'ok') setTapped(null)
  }
  const list = seen.map((n) => n + 1).join(', ')
  return (
    <>
      {may('testCommand') && (
        <DeskButton
          Icon={Lightbulb}
          testId={`ready-shine-${id}`}
          name={`${t('ready.lights.shine')} · ${id}`}
          disabled={!up || !online}
          onPress={() => void testLights(id).then((sent) => setSaid(sent ? 'sent' : 'failed'))}
        >
          {t('ready.lights.shine')}
        </DeskButton>
      )}
      <span className="eg-lights" role="group" aria-label={t('ready.lights.which')}>
        {ALL.map((n) => (
          <button
            key={n}
            type="button"
            className="eg-light"
            data-testid={`ready-light-${n + 1}-${id}`}
            aria-pressed={seen.includes(n)}
            aria-label={t('ready.lights.one', { n: n + 1 })}
            onClick={() => toggle(n)}
          >
            <OptionMark index={n} size={24} />
          </button>
        ))}
      </span>
      <DeskButton
        Icon={Eye}
        testId={`ready-seen-${id}`}
        disabled={!up || seen.length === 0}
        pending={pending}
        onPress={() => void confirm()}
      >
        {seen.length === ALL.length ? t('ready.lights.seen_six') : t('ready.lights.seen_some', { list })}
      </DeskButton>
      {said && (
        <span className="eg-order-state" role="status">
          {t(`ready.lights.${said}`)}
        </span>
      )}
      <FailureNote command={command} />
    </>
  )
}
