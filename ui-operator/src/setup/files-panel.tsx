import { FileLink } from '../money/file-link'
import { useWords } from '../session/use-session'

/** Every transfer there is: more than any evening makes. */
const ALL = 10_000_000

/** What the core hands out as a file, and where programs ask. */
export function FilesPanel() {
  const { t } = useWords()
  const files = [
    { id: 'transfers', path: `/api/wallet/transfers?format=csv&limit=${ALL}`, name: 'transfers.csv' },
    { id: 'accounts', path: '/api/wallet/accounts', name: 'accounts.json' },
    { id: 'shifts', path: '/api/shifts?limit=1000', name: 'shifts.json' },
    { id: 'payouts', path: '/api/payouts?status=all&limit=100000', name: 'payouts.json' },
    { id: 'books', path: '/api/books?check=now', name: 'books.json' },
  ] as const
  return (
    <section className="eg-setup-panel" aria-label={t('setup.files')} data-testid="setup-files">
      <h2>{t('setup.files')}</h2>
      <ul className="eg-setup-files">
        {files.map(({ id, path, name }) => (
          <li key={id}>
            <FileLink path={path} name={name} label={t(`setup.file_${id}`)} testId={`file-${id}`} />
          </li>
        ))}
      </ul>
      <p className="eg-dim">{t('setup.programs')}</p>
    </section>
  )
}
