import { CircleCheck, IdCard, Lock, LockOpen, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { OpGame } from '@eg/shared'
import { FoldPanel } from '../look/fold-panel'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useWords } from '../session/use-session'
import { formatCount, formatShare } from '../words/format'
import { Reels } from './reels'

/** The game of the day as the house must know it: what it returns, what it keeps, and the money rules in force. */
export function GameCard() {
  const { t } = useWords()
  const odds = useLive((s) => s.odds)
  return (
    <FoldPanel title={odds ? t('game.title', { name: odds.name }) : t('game.title_plain')} className="eg-game">
      {odds ? <Game odds={odds} /> : <p className="eg-empty-line">{t('game.unknown')}</p>}
    </FoldPanel>
  )
}

function Game({ odds }: { odds: OpGame }) {
  const { t, lang } = useWords()
  const losing = odds.house_edge < 0
  const EdgeIcon = losing ? OctagonAlert : CircleCheck
  return (
    <>
      <dl className="eg-game-shares" data-testid="game-shares" data-losing={losing || undefined}>
        <div>
          <dt>{t('game.return')}</dt>
          <dd>{formatShare(odds.return_to_player, lang)}</dd>
        </div>
        <div className="eg-game-edge" data-tone={losing ? 'problem' : 'ok'}>
          <dt>{t('game.edge')}</dt>
          <dd>
            <EdgeIcon size={18} aria-hidden />
            {formatShare(odds.house_edge, lang)}
          </dd>
        </div>
      </dl>
      {losing && (
        <p className="eg-game-losing" role="alert">
          {t('game.losing')}
        </p>
      )}
      <Rules odds={odds} />
      {/* Reached by keyboard, so that the panel that holds it can be scrolled without a mouse. */}
      <section aria-label={t('game.odds')} tabIndex={0}>
        <OddsTable odds={odds} />
      </section>
      <p className="eg-game-file">{odds.file === null ? t('game.file_own') : t('game.file', { file: odds.file })}</p>
    </>
  )
}

function Rules({ odds }: { odds: OpGame }) {
  const { t } = useWords()
  const money = useMoneyFormat()
  const open = odds.credit_policy === 'any'
  return (
    <ul className="eg-game-rules">
      <li>{t('game.stakes', { stakes: odds.stakes_cents.map((cents) => money(cents)).join(' · ') })}</li>
      <li data-tone={open ? 'attention' : 'dim'}>
        {open ? <LockOpen size={16} aria-hidden /> : <Lock size={16} aria-hidden />}
        {t(`game.credit_${odds.credit_policy}`)}
      </li>
      <li data-tone={odds.cards === 'auto' ? 'attention' : 'dim'}>
        {odds.cards === 'auto' ? <TriangleAlert size={16} aria-hidden /> : <IdCard size={16} aria-hidden />}
        {t(`game.cards_${odds.cards}`)}
      </li>
      {odds.stake_limit_cents !== null && <li>{t('game.stake_limit', { amount: money(odds.stake_limit_cents) })}</li>}
      {odds.credit_limit_cents !== null && (
        <li>{t('game.credit_limit', { amount: money(odds.credit_limit_cents) })}</li>
      )}
    </ul>
  )
}

function OddsTable({ odds }: { odds: OpGame }) {
  const { t, lang } = useWords()
  return (
    <table className="eg-odds">
      <caption className="sr-only">{t('game.odds')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('game.outcome')}</th>
          <th scope="col" className="eg-number">
            {t('game.pays')}
          </th>
          <th scope="col" className="eg-number">
            {t('game.chance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {odds.outcomes.map((outcome) => (
          <tr key={`${outcome.name}-${outcome.reels.join('-')}`}>
            <th scope="row">
              <Reels reels={outcome.reels} size={14} />
              <span>{outcome.name}</span>
            </th>
            <td className="eg-number">×{formatCount(outcome.pays, lang)}</td>
            <td className="eg-number" title={`${outcome.odds} / ${odds.odds_of}`}>
              {formatShare(outcome.odds / odds.odds_of, lang)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
