import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Answer } from '@eg/shared'
import { useLive, useSession } from '../session/use-session'
import type { MoneyFields, MoneyName, MoneyState } from './money-commands'

export function useMoney<T>(select: (state: MoneyState) => T): T {
  return useStore(useSession().money.store, select)
}

/** Whether money can be moved now: the core is heard, and nothing waits for its answer. */
export function useMoneyReady(): boolean {
  const up = useLive((s) => s.link.up)
  const free = useMoney((s) => s.asked === null)
  return up && free
}

/**
 * One money command for one form: whether it can be given, whether it waits, and why it was not done. `onDone` runs
 * once for each `ok` that arrives while the form is on the screen.
 */
export function useMoneyCommand<N extends MoneyName>(name: N, onDone?: (answer: Answer) => void) {
  const { money } = useSession()
  const ready = useMoneyReady()
  const pending = useMoney((s) => s.asked?.name === name)
  const done = useMoney((s) => s.done)
  // What was answered before this form opened is not this form's news.
  const [before] = useState(done)
  const fresh = done !== null && done !== before && done.name === name ? done : null
  const told = useRef(onDone)
  useEffect(() => {
    told.current = onDone
  })
  useEffect(() => money.watch(name), [money, name])
  useEffect(() => {
    if (fresh?.answer.status === 'ok') told.current?.(fresh.answer)
  }, [fresh])
  return {
    ready,
    pending,
    failed: fresh && fresh.answer.status !== 'ok' ? fresh : null,
    send: (fields: MoneyFields<N>) => ready && money.send(name, fields),
    dismiss: money.dismiss,
  }
}
