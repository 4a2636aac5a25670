import { useState } from 'react'
import { Field } from '../look/field'
import { useSession, useWords } from '../session/use-session'

interface TimeFieldProps {
  label: string
  /** Core's time, ms since 1970; null: not bound. */
  value: number | null
  testId: string
  onChange: (value: number | null) => void
}

/**
 * A moment to the second, in the browser's time zone, as the lines show theirs: `21:14`, `21:14:09`, `2026-11-20 21:14`.
 * The browser's own field would follow the browser's language and not the page's.
 */
export function TimeField({ label, value, testId, onChange }: TimeFieldProps) {
  const { clock } = useSession()
  const { t } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const wrong = typed !== null && typed.trim() !== '' && readTime(typed, clock.now()) === null
  const take = () => {
    if (typed === null || wrong) return
    setTyped(null)
    const read = typed.trim() === '' ? null : readTime(typed, clock.now())
    if (read !== value) onChange(read)
  }
  return (
    <Field label={label} error={wrong ? t('timeline.time_hint') : undefined}>
      {(control) => (
        <input
          {...control}
          className="eg-input"
          data-testid={testId}
          placeholder="21:14:09"
          autoComplete="off"
          maxLength={19}
          title={t('timeline.time_hint')}
          value={typed ?? (value === null ? '' : writeTime(value, clock.now()))}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => event.key === 'Enter' && take()}
        />
      )}
    </Field>
  )
}

const WRITTEN = /^(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d{1,2})[:h](\d\d)(?::(\d\d))?$/

/** What was typed as a moment, in ms since 1970; without a day it is the latest such time before now. Null: not a time. */
export function readTime(text: string, nowMs: number): number | null {
  const [whole, year, month, day, hour, minute, second = '0'] = WRITTEN.exec(text.trim()) ?? []
  if (whole === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const at = new Date(nowMs)
  if (year !== undefined) {
    at.setFullYear(Number(year), Number(month) - 1, Number(day))
    if (at.getMonth() !== Number(month) - 1 || at.getDate() !== Number(day)) return null
  }
  at.setHours(Number(hour), Number(minute), Number(second), 0)
  // At half past midnight 23:50 is yesterday's.
  if (year === undefined && at.getTime() > nowMs + 3600_000) at.setDate(at.getDate() - 1)
  return at.getTime()
}

const two = (n: number) => String(n).padStart(2, '0')

/** A moment as it may be typed: without the day where it is understood without. */
export function writeTime(ms: number, nowMs: number): string {
  const at = new Date(ms)
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
  if (readTime(time, nowMs) === Math.floor(ms / 1000) * 1000) return time
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`
}
