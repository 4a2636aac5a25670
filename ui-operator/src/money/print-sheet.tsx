import { useEffect, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

/** What goes on paper, and nothing else of the page: it is there only while it is printed. */
export function PrintSheet({ onPrinted, children }: { onPrinted: () => void; children: ReactNode }) {
  const printed = useRef(onPrinted)
  useEffect(() => {
    printed.current = onPrinted
  })
  useEffect(() => {
    const done = () => printed.current()
    window.addEventListener('afterprint', done)
    window.print()
    return () => window.removeEventListener('afterprint', done)
  }, [])
  return createPortal(
    <div className="eg-sheet" data-testid="print-sheet">
      {children}
    </div>,
    document.body,
  )
}
