import { useMemo, useState } from 'react'
import { MessageCircleQuestion } from 'lucide-react'
import { useLive, useWords } from '../session/use-session'
import { DisputeView } from './dispute-view'

const byName = new Intl.Collator('en', { numeric: true })

/** Somebody without a card: first at which slot, then what is known of it. */
export function SlotDispute({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const devices = useLive((s) => s.devices)
  const [slot, setSlot] = useState<string | null>(null)
  const slots = useMemo(() => {
    const known = [...devices.values()].filter(({ kind }) => kind === 'slot')
    return known.map(({ device_id }) => device_id).sort(byName.compare)
  }, [devices])
  if (slot !== null) return <DisputeView key={slot} about={{ what: 'slot', id: slot }} onClose={onClose} />
  return (
    <section className="eg-empty" data-testid="dispute-choose">
      <MessageCircleQuestion size={56} strokeWidth={1.25} aria-hidden />
      <h2>{t('dispute.choose_slot')}</h2>
      <p>{t(slots.length === 0 ? 'dispute.no_slots' : 'dispute.choose_text')}</p>
      <div className="eg-dispute-slots">
        {slots.map((id) => (
          <button
            key={id}
            type="button"
            className="eg-chip-button"
            data-testid={`dispute-at-${id}`}
            onClick={() => setSlot(id)}
          >
            {id}
          </button>
        ))}
      </div>
    </section>
  )
}
