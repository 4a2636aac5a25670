import { FileDown } from 'lucide-react'
import { useState } from 'react'
import { FieldError } from '../look/field'
import { useSession, useWords } from '../session/use-session'
import { saveFile } from './save-file'
import { GAME_TABLES, MONEY_TABLES, tablePath } from './session-reads'

/** The tables of a report as files. */
export function ReportFiles({ session }: { session: number }) {
  const { access } = useSession()
  const { t } = useWords()
  const [failed, setFailed] = useState(false)
  const save = async (table: Parameters<typeof tablePath>[1]) => {
    setFailed(false)
    try {
      await saveFile(access.fetch, tablePath(session, table), `session-${session}-${table}.csv`)
    } catch (error) {
      console.warn(error)
      setFailed(true)
    }
  }
  return (
    <section data-testid="report-files">
      <h2>{t('report.csv')}</h2>
      <p className="eg-report-files">
        {[...GAME_TABLES, ...MONEY_TABLES].map((table) => (
          <button
            key={table}
            type="button"
            className="eg-link-button"
            data-testid={`csv-${table}`}
            onClick={() => void save(table)}
          >
            <FileDown size={16} aria-hidden />
            {t(`report.csv_${table}`)}
          </button>
        ))}
      </p>
      {failed && <FieldError>{t('report.csv_failed')}</FieldError>}
    </section>
  )
}
