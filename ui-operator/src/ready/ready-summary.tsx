import { CircleCheck } from 'lucide-react'
import type { OpReady } from '@eg/shared'
import { useWords } from '../session/use-session'
import { LevelCounts } from './level-mark'

/** How far it is: figures, and a bar of what is green, waived and red. */
export function ReadySummary({ ready }: { ready: OpReady }) {
  const { t } = useWords()
  const { red, waived, green } = ready
  return (
    <div className="eg-ready-summary" data-testid="ready-summary" role="status">
      <p className="eg-ready-counts">
        {red === 0 && (
          <span className="eg-level" data-tone="ok">
            <CircleCheck size={20} aria-hidden />
            <b>{t(waived === 0 ? 'ready.all_green' : 'ready.nothing_red')}</b>
          </span>
        )}
        <LevelCounts red={red} waived={waived} green={green} />
      </p>
      <span className="eg-ready-bar" role="img" aria-label={t('ready.progress')}>
        {(['green', 'waived', 'red'] as const).map((level) => (
          <i key={level} data-level={level} style={{ flexGrow: ready[level] }} />
        ))}
      </span>
    </div>
  )
}
