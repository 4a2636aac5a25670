import { Link2, Play, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { TimelineEntry } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useMoneyFormat } from '../money/format-money'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatDay, formatTime } from '../words/format'
import { isTextKey } from '../words/words'
import { cardsOf } from './cards-of'
import { actorOf, describeLine, isOperators, kindName, toneOf } from './describe-line'
import type { LineFilter } from './filter-lines'
import { linkedLines } from './linked-lines'
import type { DisputeItem } from './timeline-reads'
import { openLine } from './timeline-view'
import { useLineRead } from './use-line-read'
import { useOwnId } from './use-own-id'

interface LineDetailsProps {
  seq: number
  onFilter: (change: Partial<LineFilter>) => void
  onReplay: (line: TimelineEntry) => void
}

/** Everything that is known of one line: what was asked, what was answered, and the lines that belong to it. */
export function LineDetails({ seq, onFilter, onReplay }: LineDetailsProps) {
  const session = useSession()
  const { t, lang } = useWords()
  const ownId = useOwnId()
  const money = useMoneyFormat()
  const held = useLive((s) => s.timeline.lines)
  const { read, answer } = useLineRead(seq)
  const line = useMemo(() => held.find((each) => each.seq === seq) ?? read?.line ?? null, [held, seq, read])
  const linked = useMemo(() => (line ? linkedLines(line, held) : []), [line, held])
  const [copied, setCopied] = useState(false)
  const close = () => openLine(session, null)
  if (!line) {
    return (
      <aside className="eg-line-panel" data-testid="line-details">
        <PanelHead title={t('line_panel.title', { seq })} onClose={close} />
        <p className="eg-dim">{t(read === undefined ? 'line_panel.reading' : 'line_panel.unknown')}</p>
      </aside>
    )
  }
  const request = read?.requestId ?? null
  const cards = cardsOf(line)
  const facts: [string, string][] = [
    [
      t('line_panel.when'),
      `${formatDay(line.at, lang)}, ${formatTime(line.at, lang)}.${String(line.at % 1000).padStart(3, '0')}`,
    ],
    [t('line_panel.kind'), `${kindName(line.kind, t)} · ${line.kind}`],
    [t('line_panel.outcome'), [line.outcome, line.reason].filter(Boolean).join(' · ')],
    [t('line_panel.who'), actorOf(line, ownId, t)],
    ...(line.device_id ? [[t('timeline.device'), line.device_id] as [string, string]] : []),
    ...(line.run !== null ? [[t('timeline.run'), String(line.run)] as [string, string]] : []),
    ...(request ? [[t('timeline.request'), request] as [string, string]] : []),
  ]
  const narrow: [string, Partial<LineFilter>][] = [
    ...(line.device_id ? [[line.device_id, { device: line.device_id }] as [string, Partial<LineFilter>]] : []),
    ...cards.map((card): [string, Partial<LineFilter>] => [card, { card }]),
    ...(line.run !== null
      ? [[`${t('timeline.run')} ${line.run}`, { run: line.run }] as [string, Partial<LineFilter>]]
      : []),
    ...(isOperators(line)
      ? [[actorOf(line, ownId, t), { operator: line.actor }] as [string, Partial<LineFilter>]]
      : []),
    ...(request ? [[t('timeline.request'), { request }] as [string, Partial<LineFilter>]] : []),
    [kindName(line.kind, t), { kind: line.kind }],
  ]
  return (
    <aside className="eg-line-panel" data-testid="line-details" aria-label={t('line_panel.title', { seq })}>
      <PanelHead title={t('line_panel.title', { seq })} onClose={close} />
      <p className="eg-line-sentence" data-tone={toneOf(line)}>
        {describeLine(line, ownId, t, money)}
      </p>
      <div className="eg-form-row">
        <DeskButton Icon={Play} testId="line-replay" onPress={() => onReplay(line)}>
          {t('line_panel.replay')}
        </DeskButton>
        <DeskButton
          tone="quiet"
          Icon={Link2}
          testId="line-link"
          onPress={() => void navigator.clipboard.writeText(window.location.href).then(() => setCopied(true))}
        >
          {t(copied ? 'line_panel.copied' : 'line_panel.copy')}
        </DeskButton>
      </div>
      <Facts rows={facts} />
      {Object.keys(line.data).length > 0 && (
        <section>
          <h3>{t('line_panel.data')}</h3>
          <Facts rows={Object.entries(line.data).map(([key, value]) => [dataName(key), String(value ?? '–')])} />
        </section>
      )}
      <Answered answer={answer} known={request !== null} />
      {linked.length > 0 && (
        <section>
          <h3>{t('line_panel.linked')}</h3>
          <ul className="eg-linked">
            {linked.map(({ why, line: other }) => (
              <li key={other.seq}>
                <button type="button" data-testid={`linked-${other.seq}`} onClick={() => openLine(session, other.seq)}>
                  <small>
                    {t(`linked.${why}`)} · <time>{formatTime(other.at, lang)}</time>
                  </small>
                  {describeLine(other, ownId, t, money)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t('line_panel.only')}</h3>
        <div className="eg-filter-chips">
          {narrow.map(([name, change]) => (
            <button key={name} type="button" className="eg-chip-button" onClick={() => onFilter(change)}>
              {name}
            </button>
          ))}
        </div>
      </section>
    </aside>
  )

  function dataName(key: string): string {
    const known = `data.${key}`
    return isTextKey(known) ? t(known) : key
  }
}

function PanelHead({ title, onClose }: { title: string; onClose: () => void }) {
  const { t } = useWords()
  return (
    <header>
      <h2>{title}</h2>
      <button
        type="button"
        className="eg-icon-button"
        aria-label={t('dialog.close')}
        data-testid="line-close"
        onClick={onClose}
      >
        <X size={20} aria-hidden />
      </button>
    </header>
  )
}

function Facts({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="eg-machine">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What whoever asked was told. A line without a request was nobody's asking. */
function Answered({ answer, known }: { answer: DisputeItem | null | 'denied'; known: boolean }) {
  const { t } = useWords()
  if (!known) return null
  return (
    <section data-testid="line-answer">
      <h3>{t('line_panel.answer')}</h3>
      {answer === null || answer === 'denied' ? (
        <p className="eg-dim">{t(answer === null ? 'line_panel.answer_unknown' : 'line_panel.answer_denied')}</p>
      ) : (
        <Facts
          rows={[
            [answer.kind, [answer.outcome, answer.reason].filter(Boolean).join(' · ')],
            ...Object.entries(answer.data).map(([key, value]): [string, string] => [key, asText(value)]),
          ]}
        />
      )}
    </section>
  )
}

const asText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
