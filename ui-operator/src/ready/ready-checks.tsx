import { CircleCheck, Search } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { OpReady } from '@eg/shared'
import { useMay } from '../login/may'
import { Segmented } from '../look/segmented'
import { useLive, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { groupChecks, isNews, redsOf } from './check-groups'
import { CheckList } from './check-list'
import { subjectName } from './check-words'
import { DeviceGroup } from './device-group'
import { LevelCounts } from './level-mark'
import { PickBar } from './pick-bar'
import { PressAll } from './press-all'
import { usePicked } from './use-picked'
import { WaiveDialog } from './waive-dialog'

/** So many slots with something red stand open by themselves; more of them are a list of lines. */
const OPEN_BY_ITSELF = 3

/** The checks by subject. Those that are all green are told by their number unless everything is asked for. */
export function ReadyChecks({ ready }: { ready: OpReady }) {
  const { t } = useWords()
  const may = useMay()
  const devices = useLive((s) => s.readyDevices)
  const [show, setShow] = useState<'todo' | 'all'>('todo')
  const [text, setText] = useState('')
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [waiving, setWaiving] = useState(false)
  const onOpen = useCallback(
    (subject: string, open: boolean) => setFolds((before) => new Map(before).set(subject, open)),
    [],
  )
  const groups = useMemo(() => groupChecks(ready, devices), [ready, devices])
  const reds = useMemo(() => redsOf(groups), [groups])
  const picked = usePicked(reds)

  const wanted = text.trim().toLowerCase()
  const matching = groups.filter(({ subject }) => subjectName(subject, t).toLowerCase().includes(wanted))
  const shown = matching.filter((group) => show === 'all' || wanted !== '' || isNews(group))
  const slots = shown.filter(({ isDevice }) => isDevice)
  const rest = matching.filter((group) => group.isDevice && !isNews(group)).length
  const few = slots.filter(isNews).length <= OPEN_BY_ITSELF
  const isOpen = (subject: string, news: boolean) => folds.get(subject) ?? (news && few)
  const waive = picked.checks.length > 0 && may('opReadyWaive')
  useActions([
    {
      id: 'ready.show',
      label: t(show === 'todo' ? 'ready.show_all' : 'ready.show_todo'),
      key: 'R',
      run: () => setShow(show === 'todo' ? 'all' : 'todo'),
    },
    ...(waive ? [{ id: 'ready.waive', label: t('ready.waive'), key: 'W', run: () => setWaiving(true) }] : []),
  ])
  return (
    <>
      <div className="eg-ready-tools">
        <Segmented
          legend={t('ready.show')}
          legendHidden
          value={show}
          segments={[
            { value: 'todo', label: t('ready.show_todo'), testId: 'show-todo' },
            { value: 'all', label: t('ready.show_all'), testId: 'show-all' },
          ]}
          onChange={setShow}
        />
        <label className="eg-search">
          <Search size={18} aria-hidden />
          <input
            type="search"
            data-testid="ready-search"
            aria-label={t('ready.search')}
            placeholder={t('ready.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <PressAll groups={groups} />
      </div>
      <div className="eg-ready-list">
        {shown.length === 0 && wanted === '' && (
          <div className="eg-empty" data-testid="all-green">
            <CircleCheck size={56} strokeWidth={1.25} aria-hidden />
            <h2>{t('ready.all_green')}</h2>
            <p>{t('ready.all_green_text')}</p>
          </div>
        )}
        {shown.length === 0 && wanted !== '' && <p className="eg-empty-line">{t('ready.no_match', { text })}</p>}
        {shown
          .filter(({ isDevice }) => !isDevice)
          .map((group) => (
            <section key={group.subject} className="eg-subject" data-testid={`ready-${group.subject}`}>
              <h2>
                {subjectName(group.subject, t)} <LevelCounts {...group} />
              </h2>
              <CheckList group={group} isPicked={picked.has} pick={picked.pick} />
            </section>
          ))}
        {slots.length > 0 && (
          <section className="eg-subject">
            <h2>{t('ready.devices')}</h2>
            <ul className="eg-device-groups">
              {slots.map((group) => (
                <DeviceGroup
                  key={group.subject}
                  group={group}
                  pickedHere={group.checks
                    .filter(({ check }) => picked.has(check))
                    .map(({ check }) => check)
                    .join(' ')}
                  pick={picked.pick}
                  open={isOpen(group.subject, isNews(group))}
                  onOpen={onOpen}
                />
              ))}
            </ul>
          </section>
        )}
        {show === 'todo' && wanted === '' && rest > 0 && (
          <button type="button" className="eg-link-button" data-testid="rest-green" onClick={() => setShow('all')}>
            <CircleCheck size={18} aria-hidden />
            {t('ready.device_rest', { count: rest })}
          </button>
        )}
      </div>
      {reds.length > 0 && may('opReadyWaive') && (
        <PickBar
          count={picked.checks.length}
          reds={reds.length}
          onAll={() => picked.pick(reds, true)}
          onNone={picked.clear}
          onWaive={() => setWaiving(true)}
        />
      )}
      {waiving && picked.checks.length > 0 && <WaiveDialog checks={picked.checks} onClose={() => setWaiving(false)} />}
    </>
  )
}
