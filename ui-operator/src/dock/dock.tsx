import { FailureNote } from '../look/failure-note'
import { LockButton } from '../lock/lock-button'
import { PaletteButton } from '../palette/palette-button'
import { PanicButton } from '../panic/panic-button'
import { useView, useWords } from '../session/use-session'
import { useTab } from '../view/rail'
import { BackupChip } from './backup-chip'
import { BooksChip } from './books-chip'
import { DeskMenu } from './desk-menu'
import { LanguageToggle } from './language-toggle'
import { LinkChip } from './link-chip'
import { ModeSwitch } from './mode-switch'
import { PresentOperators } from './present-operators'
import { RunTime } from './run-time'
import { SessionChip } from './session-chip'
import { SlotsChip } from './slots-chip'
import { StoreChip } from './store-chip'

/** What is true of the whole evening, always in the same place; and lock and panic, which always answer. */
export function Dock() {
  const { t } = useWords()
  const locked = useView((v) => v.locked)
  const keyed = useTab() !== 'desk'
  return (
    <>
      <header className="eg-dock" aria-label={t('dock.label')}>
        <div className="eg-dock-part" inert={locked}>
          <ModeSwitch />
          <SessionChip />
          <RunTime />
        </div>
        <span className="eg-dock-gap" />
        <div className="eg-dock-part eg-dock-chips" inert={locked}>
          <SlotsChip />
          <BooksChip />
          <StoreChip />
          <LinkChip />
          <BackupChip />
          <PresentOperators />
          <PaletteButton />
        </div>
        <LockButton keyed={keyed} />
        <PanicButton keyed={keyed} />
        <div className="eg-dock-part" inert={locked}>
          <LanguageToggle />
          <DeskMenu />
        </div>
      </header>
      <div className="eg-dock-note" inert={locked}>
        <FailureNote command="mode" />
      </div>
    </>
  )
}
