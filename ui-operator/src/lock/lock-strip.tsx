import { Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useView, useWords } from '../session/use-session'

/** What still answers while the console is locked. */
const KEEPS = '[data-lock-keeps], [aria-modal="true"]'

/** Says that the console is locked and how to open it; whoever taps a locked place is shown it again. */
export function LockStrip() {
  const { t } = useWords()
  const locked = useView((v) => v.locked)
  const [taps, setTaps] = useState(0)
  useEffect(() => {
    if (!locked) return undefined
    const tapped = (event: PointerEvent) => {
      if (event.target instanceof Element && !event.target.closest(KEEPS)) setTaps((n) => n + 1)
    }
    window.addEventListener('pointerdown', tapped)
    return () => window.removeEventListener('pointerdown', tapped)
  }, [locked])
  if (!locked) return null
  return (
    <div className="eg-lock-strip" data-testid="lock-strip" role="status">
      {/* Another key each time: the hint begins anew. */}
      <span key={taps} data-again={taps > 0 || undefined}>
        <Lock size={18} aria-hidden />
        <strong>{t('lock.locked')}</strong>
        <span>{t('lock.how')}</span>
      </span>
    </div>
  )
}
