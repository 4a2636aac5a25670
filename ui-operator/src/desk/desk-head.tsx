import { ArrowLeftRight, LogOut, Shuffle } from 'lucide-react'
import type { OpDesk } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useMoneyFormat } from '../money/format-money'
import { useMoneyReady } from '../money/use-money'
import { useWords } from '../session/use-session'
import { formatShortTime } from '../words/format'
import type { DeskPanel } from './desk-screen'

interface DeskHeadProps {
  deskId: string
  desk: OpDesk | null
  panel: DeskPanel
  onPanel: (panel: DeskPanel) => void
  onLeave: () => void
}

/** Which desk, who works there, what its drawer holds by the books. */
export function DeskHead({ deskId, desk, panel, onPanel, onLeave }: DeskHeadProps) {
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const ready = useMoneyReady()
  const shift = desk?.shift ?? null
  return (
    <header className="eg-page-head eg-desk-head">
      <h1>{deskId}</h1>
      <button
        type="button"
        className="eg-icon-button"
        data-testid="desk-leave"
        aria-label={t('desk.leave')}
        title={t('desk.leave')}
        onClick={onLeave}
      >
        <Shuffle size={18} aria-hidden />
      </button>
      <p className="eg-dim" data-testid="desk-shift">
        {shift ? t('desk.shift', { name: shift.by, time: formatShortTime(shift.opened_at, lang) }) : t('desk.no_shift')}
        {/* Whoever counts the drawer to close it must not read there what it should hold. */}
        {desk && panel !== 'close' && (
          <>
            {' · '}
            <span data-testid="desk-drawer">{t('desk.drawer', { amount: money(desk.drawer_cents) })}</span>
          </>
        )}
      </p>
      <span className="eg-grow" />
      {shift && panel === null && (
        <>
          <DeskButton
            tone="quiet"
            Icon={ArrowLeftRight}
            testId="desk-cash"
            disabled={!ready}
            onPress={() => onPanel('cash')}
          >
            {t('desk.cash')}
          </DeskButton>
          <DeskButton tone="quiet" Icon={LogOut} testId="shift-end" disabled={!ready} onPress={() => onPanel('close')}>
            {t('desk.close')}
          </DeskButton>
        </>
      )}
    </header>
  )
}
