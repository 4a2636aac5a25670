import { Popover as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { dialogRoot } from './dialog'

interface PopoverProps {
  open: boolean
  onOpen: (open: boolean) => void
  /** The button it hangs from. */
  trigger: ReactNode
  /** What it is, read aloud. */
  name: string
  testId?: string
  children: ReactNode
}

/** A small panel that hangs from a button and goes by Escape or by a press elsewhere. */
export function Popover({ open, onOpen, trigger, name, testId, children }: PopoverProps) {
  // Opened by hand it gives the focus back to the page, so that Enter means the suggested action again; by keyboard to its button.
  const byHand = useRef(false)
  return (
    <Radix.Root open={open} onOpenChange={onOpen}>
      <Radix.Trigger
        asChild
        onPointerDown={() => {
          byHand.current = true
        }}
        onKeyDown={() => {
          byHand.current = false
        }}
      >
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={dialogRoot()}>
        <Radix.Content
          className="eg-popover"
          data-testid={testId}
          aria-label={name}
          align="end"
          sideOffset={8}
          collisionPadding={8}
          onCloseAutoFocus={(event) => byHand.current && event.preventDefault()}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
