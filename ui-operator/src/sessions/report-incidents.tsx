import type { SessionReport } from '@eg/shared'
import { useSession, useWords } from '../session/use-session'
import { explainReason } from '../words/explain'
import { formatCount, formatDuration, formatTime } from '../words/format'
import { isTextKey } from '../words/words'
import { personName } from './person-name'
import { ReportTable } from './report-table'

/** What did not go as planned: one by one, then links and refusals in figures. */
export function ReportIncidents({ incidents: found }: { incidents: SessionReport['incidents'] }) {
  const { clientId } = useSession()
  const { t, lang } = useWords()
  const { incidents, more, link_losses: links, refusals } = found
  const whatName = (what: string) => {
    const key = `report.incident_${what}`
    return isTextKey(key) ? t(key) : what
  }
  const kindName = (kind: string) => {
    const key = `kind.${kind}`
    return isTextKey(key) ? t(key) : kind
  }
  return (
    <section data-testid="report-incidents">
      <h2>{t('report.part_incidents')}</h2>
      {incidents.length + links.length + refusals.length === 0 && <p className="eg-dim">{t('report.no_incidents')}</p>}
      {incidents.length > 0 && (
        <table className="eg-report-table">
          <thead>
            <tr>
              {(['time', 'what', 'where', 'who', 'why'] as const).map((head) => (
                <th key={head} scope="col">
                  {t(`report.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {incidents.map((one, index) => (
              <tr key={index}>
                <th scope="row">{formatTime(one.at, lang)}</th>
                <td>
                  {whatName(one.what)}
                  {one.ms !== null && ` (${formatDuration(Math.abs(one.ms), t)})`}
                </td>
                <td>{one.device_id}</td>
                <td>{personName(one.by, clientId, t)}</td>
                <td>{one.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && <p className="eg-dim">{t('report.more', { count: more })}</p>}
      <div className="eg-report-pair">
        {links.length > 0 && (
          <div>
            <ReportTable
              heads={[t('report.links'), t('report.times'), t('report.longest'), t('report.total')]}
              rows={links.map((row) => [
                row.away ? `${row.device_id} (${t('report.away')})` : row.device_id,
                formatCount(row.count, lang),
                formatDuration(row.longest_ms, t),
                formatDuration(row.total_ms, t),
              ])}
            />
          </div>
        )}
        {refusals.length > 0 && (
          <div>
            <ReportTable
              texts={2}
              heads={[t('report.refusals'), t('report.reason'), t('report.number')]}
              rows={refusals.map((row) => [
                kindName(row.kind),
                firstSentence(explainReason(row.reason ?? row.outcome, null, t)),
                formatCount(row.count, lang),
              ])}
            />
          </div>
        )}
      </div>
    </section>
  )
}

/** What to do about it was told to whoever asked; afterwards why is enough. */
function firstSentence(text: string): string {
  return text.split(/\.(?:\s|$)/)[0] ?? text
}
