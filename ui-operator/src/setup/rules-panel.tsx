import { useMemo } from 'react'
import type { GameState, OpGame, OpPayouts } from '@eg/shared'
import { useMoneyFormat, type FormatMoney } from '../money/format-money'
import { useLive, useWords } from '../session/use-session'
import { formatShare } from '../words/format'
import type { Lang } from '../words/language'
import type { Words } from '../words/words'
import { FactPanel, type Fact } from './facts'

/** The money rules in force, each with the variable that sets it. */
export function RulesPanel() {
  const { t, lang } = useWords()
  const money = useMoneyFormat()
  const odds = useLive((s) => s.odds)
  const game = useLive((s) => s.game)
  const payouts = useLive((s) => s.payouts)
  const facts = useMemo(
    () => (odds === null ? [] : moneyRules({ odds, game, payouts }, t, lang, money)),
    [odds, game, payouts, t, lang, money],
  )
  return (
    <FactPanel title={t('setup.rules')} text={t('setup.rules_text')} facts={facts} testId="setup-rules">
      {odds === null && <p className="eg-dim">{t('game.unknown')}</p>}
    </FactPanel>
  )
}

interface RulesParts {
  odds: OpGame
  game: GameState | null
  payouts: OpPayouts | null
}

export function moneyRules({ odds, game, payouts }: RulesParts, t: Words, lang: Lang, money: FormatMoney): Fact[] {
  const limit = (cents: number | null) =>
    cents === null ? t('setup.no_limit') : t('setup.per_hour', { amount: money(cents) })
  const losing = odds.house_edge < 0
  return [
    { id: 'paytable', label: t('setup.paytable'), value: odds.name, note: fileOf(odds, t), sets: 'EG_PAYTABLE' },
    {
      id: 'edge',
      label: t('game.edge'),
      value: formatShare(odds.house_edge, lang),
      note: t('setup.returns', { share: formatShare(odds.return_to_player, lang) }),
      ...(losing ? { tone: 'problem' as const } : {}),
    },
    { id: 'stakes', label: t('setup.stakes'), value: odds.stakes_cents.map((cents) => money(cents)).join(' · ') },
    {
      id: 'credit',
      label: t('setup.credit'),
      value: t(`setup.credit_${odds.credit_policy}`),
      sets: 'EG_CREDIT_POLICY',
      ...(odds.credit_policy === 'any' ? { tone: 'attention' as const, note: t('game.credit_any') } : {}),
    },
    { id: 'cards', label: t('setup.cards'), value: t(`setup.cards_${odds.cards}`), sets: 'EG_CARDS' },
    {
      id: 'stake-limit',
      label: t('setup.stake_limit'),
      value: limit(odds.stake_limit_cents),
      sets: 'EG_STAKE_LIMIT_CENTS',
    },
    {
      id: 'credit-limit',
      label: t('setup.credit_limit'),
      value: limit(odds.credit_limit_cents),
      sets: 'EG_CREDIT_LIMIT_CENTS',
    },
    { id: 'payout-hours', label: t('setup.payout_hours'), value: payoutHours(payouts, t), sets: 'EG_PAYOUT_HOURS' },
    { id: 'currency', label: t('setup.currency'), value: game?.currency ?? t('setup.not_told'), sets: 'EG_CURRENCY' },
  ]
}

const fileOf = ({ file }: OpGame, t: Words) => (file === null ? t('game.file_own') : t('game.file', { file }))

/** The core does not say it by itself: the newest payout that waits does. */
function payoutHours(payouts: OpPayouts | null, t: Words): string {
  const newest = payouts?.items.at(-1)
  if (!newest) return t('setup.payout_hours_unknown')
  if (newest.expires_at === null) return t('setup.payout_for_ever')
  return t('setup.hours', { count: Math.round((newest.expires_at - newest.created_at) / 3_600_000) })
}
