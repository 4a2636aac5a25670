import { Database, TriangleAlert } from 'lucide-react'
import { useLive, useWords } from '../session/use-session'
import { Chip } from './chip'

/** Whether what the core accepts is on its disk. */
export function StoreChip() {
  const { t } = useWords()
  const core = useLive((s) => s.core)
  if (!core) {
    return (
      <Chip Icon={Database} tone="dim" title={t('dock.store_unknown')} testId="dock-store">
        <span className="eg-chip-word">{t('dock.store_unknown')}</span>
      </Chip>
    )
  }
  const failing = core.store === 'failing'
  const title = (failing && core.detail) || t('dock.store_title', { version: core.version })
  return (
    <Chip Icon={failing ? TriangleAlert : Database} tone={failing ? 'problem' : 'ok'} title={title} testId="dock-store">
      <span className={failing ? undefined : 'eg-chip-word'}>
        {t(failing ? 'dock.store_failing' : 'dock.store_ok')}
      </span>
    </Chip>
  )
}
