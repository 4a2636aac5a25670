import type { Answer, LastChange } from '@eg/shared'
import { useCoreNow } from '../link/use-core-now'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useSession, useWords } from '../session/use-session'
import { changeOf, describeChange } from '../words/changed'

/** Of a stale answer: who did what meanwhile, and how long ago. Nothing where the answer does not tell. */
export function WhatChanged({ answer }: { answer: Answer }) {
  const change = changeOf(answer)
  return change && <Changed change={change} />
}

function Changed({ change }: { change: LastChange }) {
  const { clientId } = useSession()
  const { t } = useWords()
  const money = useMoneyFormat()
  const lines = useLive((s) => s.timeline.lines)
  const coreNowMs = useCoreNow(10_000)
  return describeChange(change, { lines, clientId, coreNowMs, t, money })
}
