import { CircleCheck, Hourglass, TriangleAlert, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { WhatChanged } from '../look/what-changed'
import { useSession, useWords } from '../session/use-session'
import { useTab } from '../view/rail'
import { useMoneyFormat } from './format-money'
import type { MoneyAsk, MoneyDone } from './money-commands'
import { sayAsk, sayRefusal } from './money-sentences'
import { isFullScreen } from './result-screen'
import { useMoney } from './use-money'

/** An answer usually comes within a few milliseconds: only a wait that is felt is worth words. */
const SLOW_MS = 700
const SEEN_MS = 8000

/** Under the dock: a money command that waits for its answer, or what became of one that no form on the screen tells. */
export function MoneyBar() {
  const asked = useMoney((s) => s.asked)
  const done = useMoney((s) => s.done)
  const watched = useMoney((s) => s.watched)
  const tab = useTab()
  if (asked) return <Waiting key={asked.payload.req_id} asked={asked} />
  if (!done || (isFullScreen(done) && tab === 'desk')) return null
  const failed = done.answer.status !== 'ok'
  if (failed && (watched[done.name] ?? 0) > 0) return null
  return <Told key={done.payload.req_id} done={done} />
}

function Waiting({ asked }: { asked: MoneyAsk }) {
  const { clock } = useSession()
  const { t } = useWords()
  const money = useMoneyFormat()
  const [slow, setSlow] = useState(() => clock.now() - asked.at > SLOW_MS)
  useEffect(() => clock.after(SLOW_MS, () => setSlow(true)), [clock])
  if (!slow) return null
  return (
    <div className="eg-banner eg-money-bar" data-kind="lost" data-testid="money-waiting" role="status">
      <Hourglass size={20} aria-hidden />
      <strong>{sayAsk(asked, t, money)}</strong>
      <span>{t('money.waiting')}</span>
    </div>
  )
}

function Told({ done }: { done: MoneyDone }) {
  const { money, clock } = useSession()
  const { t } = useWords()
  const format = useMoneyFormat()
  const ok = done.answer.status === 'ok'
  const fleeting = ok && !isFullScreen(done)
  useEffect(() => (fleeting ? clock.after(SEEN_MS, money.dismiss) : undefined), [fleeting, clock, money])
  const what = sayAsk(done, t, format)
  const Icon = ok ? CircleCheck : TriangleAlert
  return (
    <div
      className="eg-banner eg-money-bar"
      data-kind={ok ? 'done' : 'refused'}
      data-testid="money-told"
      role={ok ? 'status' : 'alert'}
    >
      <Icon size={20} aria-hidden />
      <span className="eg-grow">
        {ok ? t('money.done', { what }) : t('money.not_done', { what, why: sayRefusal(done.answer, t, format) })}
        {!ok && ' '}
        {!ok && <WhatChanged answer={done.answer} />}
      </span>
      <button type="button" className="eg-icon-button" aria-label={t('error.dismiss')} onClick={money.dismiss}>
        <X size={18} aria-hidden />
      </button>
    </div>
  )
}
