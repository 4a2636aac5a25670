import { useEffect, useId, useRef, useState } from 'react'
import { Scale, TriangleAlert, X } from 'lucide-react'
import type { OpBooks } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useWords } from '../session/use-session'
import { useKeys } from '../view/use-keys'
import { formatCount, formatTime } from '../words/format'

/** The core adds up every 5 s. A check older than this says nothing about now (ms). */
const CHECK_VALID_MS = 30_000
type BooksState = 'ok' | 'wrong' | 'unknown'

/** What was wrong stays wrong until a check says otherwise; what was right is only right while it is checked. */
function stateOf(books: OpBooks | null, coreNowMs: number): BooksState {
  if (books === null) return 'unknown'
  if (!books.ok) return 'wrong'
  return coreNowMs - books.checked_at > CHECK_VALID_MS ? 'unknown' : 'ok'
}

/** Whether the books balance. Quiet while they do; when they do not it says so by itself, and what is wrong. */
export function BooksChip() {
  const { t } = useWords()
  const books = useLive((s) => s.books)
  const [open, setOpen] = useState(false)
  const panel = useId()
  const wrong = books?.ok === false
  const [wasWrong, setWasWrong] = useState(false)
  // Bad news opens by itself once; whoever has read it may close it.
  if (wrong !== wasWrong) {
    setWasWrong(wrong)
    setOpen(wrong)
  }
  const box = useRef<HTMLDivElement>(null)
  useKeys({ escape: open ? () => setOpen(false) : undefined })
  useEffect(() => {
    if (!open || wrong) return undefined
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    window.addEventListener('pointerdown', outside)
    return () => window.removeEventListener('pointerdown', outside)
  }, [open, wrong])
  const state = stateOf(books, useCoreNow(1000))
  const Icon = wrong ? TriangleAlert : Scale
  return (
    <div className="eg-books" ref={box}>
      <button
        type="button"
        className="eg-chip eg-books-chip"
        data-tone={state === 'ok' ? 'ok' : state === 'wrong' ? 'problem' : 'dim'}
        data-testid="dock-books"
        data-books={state}
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        title={t(`books.${state}`)}
        onClick={() => setOpen(!open)}
      >
        <Icon size={18} strokeWidth={1.75} aria-hidden />
        <span className={wrong ? undefined : 'eg-chip-word'}>{t(`books.${state}`)}</span>
        {wrong && <b>{books.problems.length}</b>}
      </button>
      {open && <BooksPanel id={panel} books={books} state={state} onClose={() => setOpen(false)} />}
    </div>
  )
}

interface BooksPanelProps {
  id: string
  books: OpBooks | null
  state: BooksState
  onClose: () => void
}

function BooksPanel({ id, books, state, onClose }: BooksPanelProps) {
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const wrong = state === 'wrong'
  const title = t(wrong ? 'books.wrong_title' : `books.${state}`)
  return (
    <div
      id={id}
      className="eg-books-panel"
      data-testid="books-panel"
      data-wrong={wrong || undefined}
      role={wrong ? 'alert' : 'region'}
      aria-label={title}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" className="eg-icon-button" aria-label={t('error.dismiss')} onClick={onClose}>
          <X size={18} aria-hidden />
        </button>
      </header>
      <p>{t(state === 'unknown' && books ? 'books.stale_text' : `books.${state}_text`)}</p>
      {books && wrong && (
        <ul>
          {books.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {books && (
        <>
          <dl>
            <Fact label={t('books.players')} value={money(books.players_cents)} />
            <Fact label={t('books.payouts')} value={money(books.payouts_cents)} />
            <Fact label={t('books.house')} value={money(books.house_cents, 'signed')} />
          </dl>
          <p className="eg-dim">
            {t('books.checked', {
              time: formatTime(books.checked_at, lang),
              count: formatCount(books.transfers, lang),
            })}
          </p>
        </>
      )}
    </div>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
