import { Nfc } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { OpDevice } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useLive, useSession, useWords } from '../session/use-session'

const PATIENCE_MS = 60_000

type Heard = { is: 'idle' | 'waiting' | 'none' } | { is: 'heard'; tag: string }

/** Waits for any card at the slot's reader, and says which was heard. */
export function CardTest({ device: { device_id: id } }: { device: OpDevice }) {
  const { onCard, clock } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const [heard, setHeard] = useState<Heard>({ is: 'idle' })
  const waiting = heard.is === 'waiting'
  useEffect(() => {
    if (!waiting) return undefined
    const stops = [
      onCard(id, (tag) => setHeard({ is: 'heard', tag })),
      clock.after(PATIENCE_MS, () => setHeard({ is: 'none' })),
    ]
    return () => stops.forEach((stop) => stop())
  }, [waiting, id, onCard, clock])
  return (
    <>
      <p
        role="status"
        className="eg-card-heard"
        data-testid={`card-say-${id}`}
        data-waiting={waiting || undefined}
        data-tone={heard.is === 'heard' ? 'ok' : heard.is === 'none' ? 'attention' : 'dim'}
      >
        <Nfc size={30} strokeWidth={1.5} aria-hidden />
        <span>{heard.is === 'heard' ? t('test.card_heard', { card: heard.tag }) : t(SAYS[heard.is])}</span>
      </p>
      <DeskButton
        Icon={Nfc}
        testId={`card-start-${id}`}
        disabled={!up}
        pending={waiting}
        onPress={() => setHeard({ is: 'waiting' })}
      >
        {t('test.card_start')}
      </DeskButton>
    </>
  )
}

const SAYS = { idle: 'test.card_hint', waiting: 'test.card_waiting', none: 'test.card_none' } as const
