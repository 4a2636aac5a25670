import { CircleCheck, OctagonX, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { WhatChanged } from '../look/what-changed'
import { useLive, useSession, useView, useWords } from '../session/use-session'
import { ignoreHeldEnter } from '../view/use-keys'
import { useSettled } from '../view/use-settled'
import type { Words } from '../words/words'
import { shortTag } from './card-words'
import { useMoneyFormat, type FormatMoney } from './format-money'
import type { MoneyDone, MoneyName } from './money-commands'
import { sayAsk, sayRefusal, toldCents } from './money-sentences'

/** What moves cash between two hands: its outcome takes the whole screen. */
const FULL_SCREEN: ReadonlySet<MoneyName> = new Set(['topUp', 'cashOut', 'claim', 'shiftClose'])

export function isFullScreen({ name }: Pick<MoneyDone, 'name'>): boolean {
  return FULL_SCREEN.has(name)
}

type Tone = 'ok' | 'attention' | 'problem'
const ICONS = { ok: CircleCheck, attention: TriangleAlert, problem: OctagonX } as const

interface Told {
  tone: Tone
  title: string
  text: string
  facts: { label: string; value: string; big?: boolean }[]
}

/** The whole screen in green or in red: what was done or why not, read from two metres. Enter, Escape or a tap closes. */
export function ResultScreen({ done }: { done: MoneyDone }) {
  const { money } = useSession()
  const { t } = useWords()
  const format = useMoneyFormat()
  const button = useRef<HTMLButtonElement>(null)
  const up = useLive((s) => s.link.up)
  const next = useNextCard()
  useEffect(() => button.current?.focus(), [button])
  // What gave the command, pressed twice, must not close what came of it unread.
  const settled = useSettled('', { fresh: true })
  const close = () => settled() && money.dismiss()
  const { tone, title, text, facts } = tellResult(done, t, format)
  const Icon = ICONS[tone]
  return (
    <div
      className="eg-result"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="eg-result-title"
      aria-describedby="eg-result-text"
      data-testid="money-result"
      data-tone={tone}
      data-status={done.answer.status}
      onClick={close}
      onKeyDown={(event) => {
        ignoreHeldEnter(event)
        if (event.key === 'Escape') close()
      }}
    >
      <Icon size={96} strokeWidth={1.5} aria-hidden />
      <h1 id="eg-result-title">{title}</h1>
      <p id="eg-result-text">
        {text} <WhatChanged answer={done.answer} />
      </p>
      {facts.length > 0 && (
        <dl>
          {facts.map(({ label, value, big }) => (
            <div key={label} data-big={big || undefined}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <button ref={button} type="button" className="eg-result-close" data-testid="result-close">
        {t('result.close')}
        <kbd className="eg-key" aria-hidden>
          ⏎
        </kbd>
      </button>
      {next !== null && (
        <p className="eg-result-next" role="status" data-testid="result-next">
          {t('result.next', { card: shortTag(next) })}
        </p>
      )}
      {!up && <p className="eg-result-link">{t('dock.link_down')}</p>}
    </div>
  )
}

/** A card that was presented while the result was read: it waits behind it. Null: none was. */
function useNextCard(): string | null {
  const card = useView((v) => v.deskCard)
  const [before] = useState(card)
  return card !== null && card !== before ? card.tag : null
}

function tellResult(done: MoneyDone, t: Words, money: FormatMoney): Told {
  const { answer, payload, name } = done
  if (answer.status !== 'ok') {
    return {
      tone: 'problem',
      title: t('result.not_done'),
      text: sayRefusal(answer, t, money),
      facts: [{ label: t('result.asked'), value: sayAsk(done, t, money) }, ...refusedFacts(name, t)],
    }
  }
  if (name === 'shiftClose') return tellClose(done, t, money)
  const cents = toldCents(done, name === 'claim' ? 'credited_cents' : 'amount_cents') ?? Number(payload['amount_cents'])
  const card = shortTag(String(payload['tag_uid']))
  const balance = toldCents(done, 'new_balance_cents')
  return {
    tone: 'ok',
    title: t(name === 'cashOut' ? 'result.give' : 'result.on_card', { amount: money(cents) }),
    text: t(`result.${name as 'topUp' | 'cashOut' | 'claim'}`, { card, amount: money(cents) }),
    facts: [
      ...(answer['receipt'] === undefined
        ? []
        : [{ label: t('result.receipt'), value: String(answer['receipt']), big: true }]),
      ...(balance === null ? [] : [{ label: t('result.balance', { card }), value: money(balance), big: true }]),
    ],
  }
}

/** Nothing was booked, so the cash goes back to where it was: said, because a hand may already hold it. */
function refusedFacts(name: MoneyName, t: Words): Told['facts'] {
  if (name === 'topUp') return [{ label: t('result.cash'), value: t('result.cash_back') }]
  if (name === 'cashOut') return [{ label: t('result.cash'), value: t('result.cash_keep') }]
  return []
}

function tellClose(done: MoneyDone, t: Words, money: FormatMoney): Told {
  const over = toldCents(done, 'over_short_cents') ?? 0
  const expected = toldCents(done, 'expected_cents')
  const word = over === 0 ? 'even' : over > 0 ? 'over' : 'short'
  return {
    tone: over === 0 ? 'ok' : 'attention',
    title: t(`result.close_${word}`, { amount: money(Math.abs(over)) }),
    text: t('result.shiftClose', { desk: String(done.payload['desk_id']) }),
    facts: [
      ...(expected === null ? [] : [{ label: t('result.expected'), value: money(expected), big: true }]),
      { label: t('result.counted'), value: money(Number(done.payload['count_cents'])), big: true },
      { label: t('result.over_short'), value: money(over, 'signed'), big: true },
    ],
  }
}
