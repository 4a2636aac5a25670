/** The key that does what the button does. Read by eye only: `aria-keyshortcuts` says it to screen readers. */
export function KeyCap({ label }: { label: string }) {
  return (
    <kbd className="eg-key" aria-hidden>
      {label}
    </kbd>
  )
}
