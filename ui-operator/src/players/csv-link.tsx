import { FileDown } from 'lucide-react'
import type { MouseEvent } from 'react'
import { useStore } from 'zustand'
import { statementCsvPath } from '../money/reads'
import { useSession, useWords } from '../session/use-session'

/** The statement as a file. A link carries no token: where somebody is logged in the page fetches it and hands it over. */
export function CsvLink({ tag }: { tag: string }) {
  const { access } = useSession()
  const { t } = useWords()
  const known = useStore(access.store, (state) => state.is === 'in')
  const save = async (event: MouseEvent<HTMLAnchorElement>) => {
    if (!known) return
    event.preventDefault()
    const answer = await access.fetch(statementCsvPath(tag))
    if (!answer.ok) return
    const url = URL.createObjectURL(await answer.blob())
    const link = document.createElement('a')
    link.href = url
    link.download = `statement-${tag}.csv`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <a
      className="eg-link-button"
      href={statementCsvPath(tag)}
      download
      data-testid="statement-csv"
      onClick={(event) => void save(event)}
    >
      <FileDown size={16} aria-hidden />
      {t('card.csv')}
    </a>
  )
}
