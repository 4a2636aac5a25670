import { useMemo, useState } from 'react'
import { MessageCircleQuestion } from 'lucide-react'
import { useLiveList, useWords } from '../session/use-session'
import { DisputeView } from './dispute-view'

const byName = new Intl.Collator('en', { numeric: true })

/** Somebody without a card: first at which slot, then what is known of it. */
export function SlotDispute({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const known = useLiveList((s) => [...s.devices.values()].filter((d) => d.kind === 'slot').map((d) => d.device_id))
  const [slot, setSlot] = useState<string | null>(null)
  const slots = useMemo(() => known.toSorted(byName.compare), [known])
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
