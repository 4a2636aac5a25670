import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { Dialog } from '../look/dialog'
import { KeyCap } from '../look/key-cap'
import { useSession, useView, useWords } from '../session/use-session'
import type { Action } from '../view/actions'
import { findScore, inOtherLanguage } from './find-words'
import { useOffered } from './offered'
import { usePaletteKeys } from './palette-keys'

/** Every word of what was typed, in either language; nothing is guessed, so that a card's id finds nothing. */
const filter = (_id: string, search: string, words: string[] = []) => findScore(words, search)

/** The list of all that can be done now, found by its words. */
export function Palette() {
  const { view } = useSession()
  const { t } = useWords()
  usePaletteKeys()
  const open = useView((v) => v.cover === 'palette')
  return (
    <Dialog
      open={open}
      onClose={() => view.setState({ cover: null })}
      title={t('palette.title')}
      size="palette"
      headHidden
      testId="palette"
    >
      <Command label={t('palette.title')} filter={filter} loop vimBindings={false}>
        <div className="eg-palette-search">
          <Search size={20} aria-hidden />
          <Command.Input data-testid="palette-input" placeholder={t('palette.placeholder')} />
          <KeyCap label="Esc" />
        </div>
        <Offered onRun={() => view.setState({ cover: null })} />
      </Command>
    </Dialog>
  )
}

function Offered({ onRun }: { onRun: () => void }) {
  const { t, lang } = useWords()
  const groups = useOffered()
  const run = (action: Action) => {
    onRun()
    action.run()
  }
  return (
    <Command.List className="eg-palette-list" label={t('palette.title')}>
      <Command.Empty className="eg-palette-none">{t('palette.none')}</Command.Empty>
      {groups.map(({ name, actions }) => (
        <Command.Group key={name} heading={name}>
          {actions.map((action) => (
            <Command.Item
              key={action.id}
              className="eg-palette-item"
              value={action.id}
              keywords={[action.label, inOtherLanguage(action.label, lang) ?? '', action.words ?? '', name]}
              disabled={action.disabled}
              data-testid={`palette-${action.id}`}
              onSelect={() => run(action)}
            >
              <span>{action.label}</span>
              {action.key && <KeyCap label={action.key} />}
            </Command.Item>
          ))}
        </Command.Group>
      ))}
    </Command.List>
  )
}
