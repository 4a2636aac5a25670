import { Search } from 'lucide-react'
import { KeyCap } from '../look/key-cap'
import { useSession, useView, useWords } from '../session/use-session'
import { paletteKeys } from './palette-keys'

/** Opens the list of all that can be done now. */
export function PaletteButton() {
  const { view } = useSession()
  const { t } = useWords()
  const open = useView((v) => v.cover === 'palette')
  const label = t('palette.open')
  return (
    <button
      type="button"
      className="eg-dock-button eg-palette-button"
      data-testid="palette-open"
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-label={label}
      aria-keyshortcuts="Control+K Meta+K"
      title={`${label} (${paletteKeys()})`}
      onClick={() => view.setState({ cover: 'palette' })}
    >
      <Search size={20} strokeWidth={1.75} aria-hidden />
      <KeyCap label={paletteKeys()} />
    </button>
  )
}
