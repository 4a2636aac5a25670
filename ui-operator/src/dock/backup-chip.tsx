import { HardDriveDownload, TriangleAlert } from 'lucide-react'
import { useCoreNow } from '../link/use-core-now'
import { useLive, useWords } from '../session/use-session'
import { formatMoment, formatShortAge } from '../words/format'
import { Chip } from './chip'

/** How old the last copy of the database is. Nothing where the core takes none. */
export function BackupChip() {
  const { t, lang } = useWords()
  const backup = useLive((s) => s.core?.backup ?? null)
  const now = useCoreNow(1000)
  if (!backup) return null
  const { at, problem } = backup
  const last = at === null ? t('dock.backup_never') : t('dock.backup_at', { time: formatMoment(at, lang) })
  return (
    <Chip
      Icon={problem === null ? HardDriveDownload : TriangleAlert}
      tone={problem !== null ? 'attention' : at === null ? 'dim' : 'ok'}
      title={problem === null ? last : `${problem} ${last}`}
      testId="dock-backup"
    >
      {problem !== null && <span>{t('dock.backup_failing')}</span>}
      {at !== null && <b>{formatShortAge(now - at)}</b>}
      {at === null && problem === null && <span>–</span>}
    </Chip>
  )
}
