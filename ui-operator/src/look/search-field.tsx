import { Search } from 'lucide-react'
import type { RefObject } from 'react'

interface SearchFieldProps {
  label: string
  value: string
  onChange: (text: string) => void
  testId: string
  /** For the key that leads here. */
  box: RefObject<HTMLInputElement | null>
}

/** What a list is searched by; `/` leads to it. */
export function SearchField({ label, value, onChange, testId, box }: SearchFieldProps) {
  return (
    <label className="eg-search">
      <Search size={18} aria-hidden />
      <input
        ref={box}
        type="search"
        data-testid={testId}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <kbd className="eg-key" aria-hidden>
        /
      </kbd>
    </label>
  )
}
