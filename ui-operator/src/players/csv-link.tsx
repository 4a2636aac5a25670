import { FileLink } from '../money/file-link'
import { statementCsvPath } from '../money/reads'
import { useWords } from '../session/use-session'

/** The statement as a file. */
export function CsvLink({ tag }: { tag: string }) {
  const { t } = useWords()
  return (
    <FileLink path={statementCsvPath(tag)} name={`statement-${tag}.csv`} label={t('card.csv')} testId="statement-csv" />
  )
}
