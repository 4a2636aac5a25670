import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useWords } from '../session/use-session'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  /** One sentence under the title. */
  text?: string
  /** `wide` for tables and editors. */
  size?: 'plain' | 'wide'
  testId?: string
  children: ReactNode
}

/** Something that covers the page until it is answered or left: focus stays in it, Escape leaves it. */
export function Dialog({ open, onClose, title, text, size = 'plain', testId, children }: DialogProps) {
  const { t } = useWords()
  return (
    <Radix.Root open={open} onOpenChange={(now) => !now && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="eg-overlay" />
        <Radix.Content
          className="eg-dialog"
          data-size={size}
          data-testid={testId}
          aria-modal="true"
          {...(text ? {} : { 'aria-describedby': undefined })}
        >
          <header className="eg-dialog-head">
            <Radix.Title>{title}</Radix.Title>
            <Radix.Close className="eg-icon-button" aria-label={t('dialog.close')}>
              <X size={20} aria-hidden />
            </Radix.Close>
          </header>
          {text && <Radix.Description className="eg-dim">{text}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
