import { HandCoins } from 'lucide-react'
import { useMemo } from 'react'
import { useLive, useLiveList, useSession, useWords } from '../session/use-session'

const byName = new Intl.Collator('en', { numeric: true })

/** Which desk this machine stands at. Asked once: which drawer is counted must never be a guess. */
export function DeskChooser() {
  const { view } = useSession()
  const { t } = useWords()
  const desks = useLive((s) => s.desks)
  const readers = useLiveList((s) => [...s.devices.values()].filter((d) => d.kind === 'change').map((d) => d.device_id))
  const ids = useMemo(() => [...new Set([...desks.keys(), ...readers])].sort(byName.compare), [desks, readers])
  return (
    <main className="eg-page eg-desk">
      <div className="eg-empty">
        <HandCoins size={56} strokeWidth={1.25} aria-hidden />
        <h1>{t('desk.choose')}</h1>
        <p>{t(ids.length === 0 ? 'desk.none' : 'desk.choose_hint')}</p>
        <div className="eg-desk-choices">
          {ids.map((id) => {
            const by = desks.get(id)?.shift?.by
            return (
              <button
                key={id}
                type="button"
                className="eg-desk-choice"
                data-testid={`desk-${id}`}
                onClick={() => view.setState({ deskId: id })}
              >
                <b>{id}</b>
                <span className="eg-dim">
                  {by === undefined ? t('desk.no_shift') : t('desk.shift_of', { name: by })}
                </span>
              </button>
            )
          })}
        </div>
      </div>
    </main>
  )
}
