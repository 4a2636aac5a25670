import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
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
  return (
    <Radix.Root open={open} onOpenChange={onOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={dialogRoot()}>
        <Radix.Content
          className="eg-popover"
          data-testid={testId}
          aria-label={name}
          align="end"
          sideOffset={8}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
