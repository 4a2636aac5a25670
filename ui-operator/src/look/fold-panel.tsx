import { ChevronDown } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'

interface FoldPanelProps {
  title: string
  /** A word or two beside the title. */
  aside?: ReactNode
  className?: string
  children: ReactNode
}

/** A side panel. Where room is short its head folds it away; where there is room the head is just a title. */
export function FoldPanel({ title, aside, className, children }: FoldPanelProps) {
  const [folded, setFolded] = useState(false)
  const body = useId()
  return (
    <section className={`eg-panel ${className ?? ''}`} data-folded={folded || undefined} aria-label={title}>
      <h2 className="eg-panel-head">
        <button type="button" aria-expanded={!folded} aria-controls={body} onClick={() => setFolded(!folded)}>
          <span>{title}</span>
          {aside}
          <ChevronDown className="eg-panel-fold" size={18} aria-hidden />
        </button>
      </h2>
      {/* What scrolls can be scrolled by keyboard, also where nothing in it can be pressed. */}
      <div id={body} className="eg-panel-body" tabIndex={0}>
        {children}
      </div>
    </section>
  )
}
