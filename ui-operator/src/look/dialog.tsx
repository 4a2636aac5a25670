import { Unplug, X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { LostAgo } from '../link/lost-ago'
import { useLive, useSession, useWords } from '../session/use-session'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  /** One sentence under the title. */
  text?: string
  /** `wide` for tables and editors, `panic` for two columns, `palette` for a list that hangs from above. */
  size?: 'plain' | 'wide' | 'panic' | 'palette'
  /** The title is read aloud but not shown, where what is in it speaks for itself. */
  headHidden?: boolean
  testId?: string
  children: ReactNode
}

/**
 * Where what covers the console is put: inside it (app.tsx), so that it greys with a lost link and stands back behind the
 * login as the console does. Null before there is a console: then it is the document's.
 */
export function dialogRoot(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.eg-covers')
}

/** Something that covers the page until it is answered or left: focus stays in it, Escape leaves it. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, text, size = 'plain', headHidden = false, testId, children } = props
  const { t } = useWords()
  // Behind the login it stays, and stops holding focus and pointer: they belong to the login.
  const isIn = useStore(useSession().access.store, ({ is }) => is === 'in' || is === 'open')
  return (
    <Radix.Root open={open} modal={isIn} onOpenChange={(now) => !now && onClose()}>
      <Radix.Portal container={dialogRoot()}>
        <Radix.Overlay className="eg-overlay" />
        <Radix.Content
          className="eg-dialog"
          data-size={size}
          data-bare={headHidden || undefined}
          data-testid={testId}
          aria-modal={isIn}
          onInteractOutside={(event) => !isIn && event.preventDefault()}
          {...(text ? {} : { 'aria-describedby': undefined })}
        >
          {headHidden ? (
            <Radix.Title className="sr-only">{title}</Radix.Title>
          ) : (
            <header className="eg-dialog-head">
              <Radix.Title>{title}</Radix.Title>
              <Radix.Close className="eg-icon-button" aria-label={t('dialog.close')}>
                <X size={20} aria-hidden />
              </Radix.Close>
            </header>
          )}
          {text && <Radix.Description className="eg-dim">{text}</Radix.Description>}
          <LinkLine />
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The banner of the lost link lies under what covers the page: the dialog says it itself. */
function LinkLine() {
  const { t } = useWords()
  const { up, heardAt } = useLive((s) => s.link)
  if (up || heardAt === null) return null
  return (
    <p className="eg-dialog-lost" data-testid="dialog-lost">
      <Unplug size={18} aria-hidden />
      <span className="sr-only" role="alert">
        {t('dock.link_down')}
      </span>
      <LostAgo heardAt={heardAt} />
    </p>
  )
}
