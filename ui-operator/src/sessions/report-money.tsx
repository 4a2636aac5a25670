import { CircleCheck, OctagonAlert } from 'lucide-react'
import type { SessionReport, Take } from '@eg/shared'
import { useMoneyFormat } from '../money/format-money'
import { useWords } from '../session/use-session'
import { formatCount, formatShare } from '../words/format'
import { isTextKey } from '../words/words'
import { ReportTable } from './report-table'

/** The take of each slot, payouts, kinds of transfers, and what each account held before and after. */
export function ReportMoney({ report }: { report: SessionReport }) {
  const { t, lang } = useWords()
  const format = useMoneyFormat()
  const { take, payouts, ledger } = report
  if (ledger.kinds.length === 0) {
    return (
      <section data-testid="report-money">
        <h2>{t('report.part_money')}</h2>
        <p className="eg-dim">{t('report.no_money')}</p>
      </section>
    )
  }
  const figures = (row: Take) => [
    formatCount(row.bets, lang),
    format(row.stakes_cents),
    format(row.wins_cents),
    format(row.take_cents, 'signed'),
    row.rtp === null ? '–' : formatShare(row.rtp, lang),
  ]
  const moves = (['created', 'claimed', 'voided', 'expired', 'waiting'] as const).filter(
    (what) => payouts[what].count > 0,
  )
  const kindName = (kind: string) => {
    const key = `transfer.${kind}`
    return isTextKey(key) ? t(key) : kind
  }
  return (
    <section data-testid="report-money">
      <h2>{t('report.part_money')}</h2>
      {take.slots.length > 0 && (
        <ReportTable
          heads={[
            t('report.slot'),
            t('report.bets'),
            t('report.staked'),
            t('report.won'),
            t('report.take'),
            t('report.rtp'),
          ]}
          rows={take.slots.map((row) => [row.device_id, ...figures(row)])}
          foot={[t('report.together'), ...figures(take.all)]}
        />
      )}
      <div className="eg-report-pair">
        <div>
          <ReportTable
            heads={[t('report.kind'), t('report.number'), t('report.amount')]}
            rows={ledger.kinds.map(({ kind, count, cents }) => [
              kindName(kind),
              formatCount(count, lang),
              format(cents),
            ])}
          />
        </div>
        {moves.length > 0 && (
          <div>
            <ReportTable
              heads={[t('report.payouts'), t('report.number'), t('report.amount')]}
              rows={moves.map((what) => [
                t(`report.payouts_${what}`),
                formatCount(payouts[what].count, lang),
                format(payouts[what].cents),
              ])}
            />
          </div>
        )}
      </div>
      <h3>{t('report.accounts')}</h3>
      <ReportTable
        heads={[
          t('report.account'),
          t('report.before'),
          t('report.debits'),
          t('report.credits'),
          t('report.after'),
          t('report.agrees'),
        ]}
        rows={ledger.accounts.map((row) => [
          row.account,
          format(row.before_cents),
          format(row.debits_cents),
          format(row.credits_cents),
          format(row.after_cents),
          <Agrees key="agrees" is={row.balances} />,
        ])}
      />
    </section>
  )
}

function Agrees({ is }: { is: boolean }) {
  const { t } = useWords()
  const Icon = is ? CircleCheck : OctagonAlert
  return (
    <span className="eg-level" data-tone={is ? 'ok' : 'problem'}>
      <Icon size={16} aria-hidden />
      {t(is ? 'report.yes' : 'report.no')}
    </span>
  )
}
