import { FileDown, FileJson2 } from 'lucide-react'
import { useState } from 'react'
import type { TimelineEntry } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useRole } from '../login/may'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { describeLine } from './describe-line'
import { askOf, fileName, linesToCsv, linesToJson, saveFile } from './export-lines'
import type { LineFilter } from './filter-lines'
import { createTimelineReads } from './timeline-reads'
import { useOwnId } from './use-own-id'

/** The formats with their keys. */
const FORMATS = [
  ['csv', 'C'],
  ['json', 'J'],
] as const

/** What is filtered, as a file: by the core, which reads the whole journal, where the filter is one of its own; else as read. */
export function TimelineExport({ lines, filter }: { lines: readonly TimelineEntry[]; filter: LineFilter }) {
  const { access } = useSession()
  const { t } = useWords()
  const ownId = useOwnId()
  const money = useMoneyFormat()
  const role = useRole()
  const up = useLive((s) => s.link.up)
  const [pending, setPending] = useState<'csv' | 'json' | null>(null)
  const [said, setSaid] = useState<'whole' | 'read' | null>(null)
  const ask = role === null || role === 'gamemaster' || role === 'cashier' ? askOf(filter) : null

  const fromCore = async (format: 'csv' | 'json'): Promise<string | null> => {
    if (!ask || !up) return null
    const reads = createTimelineReads(access.fetch)
    try {
      if (format === 'csv') return await reads.disputeCsv(ask)
      const items = (await reads.dispute(ask)).map((item) => ({ ...item, line: undefined }))
      return `${JSON.stringify({ items }, null, 2)}\n`
    } catch (error) {
      console.warn('export:', error)
      return null
    }
  }
  const save = async (format: 'csv' | 'json') => {
    setPending(format)
    const whole = await fromCore(format)
    const own = () =>
      format === 'csv' ? linesToCsv(lines, (line) => describeLine(line, ownId, t, money)) : linesToJson(lines)
    saveFile(fileName(lines, format), format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json', whole ?? own())
    setPending(null)
    setSaid(whole === null ? 'read' : 'whole')
  }
  const off = lines.length === 0 || pending !== null
  useActions(
    FORMATS.map(([format, key]) => ({
      id: `timeline.${format}`,
      label: t(`timeline.${format}`),
      key,
      run: () => void save(format),
      disabled: off,
    })),
  )
  return (
    <>
      {FORMATS.map(([format, key]) => (
        <DeskButton
          key={format}
          tone="quiet"
          Icon={format === 'csv' ? FileDown : FileJson2}
          testId={`timeline-${format}`}
          name={t(`timeline.${format}`)}
          keyCap={key}
          disabled={off}
          pending={pending === format}
          onPress={() => void save(format)}
        >
          {format.toUpperCase()}
        </DeskButton>
      ))}
      <span role="status" className="eg-dim" data-testid="timeline-exported" data-said={said ?? undefined}>
        {said && t(`timeline.exported_${said}`, { count: lines.length })}
      </span>
    </>
  )
}
