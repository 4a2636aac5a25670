import type { OpPresence } from '@eg/shared'
import { UserRound, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Popover } from '../look/popover'
import { useLive, useSession, useWords } from '../session/use-session'
import { isTextKey, type Words } from '../words/words'

/** Who else is at a console now, and what they look at. Nothing while nobody is. */
export function PresentOperators() {
  const { clientId } = useSession()
  const { t } = useWords()
  const present = useLive((s) => s.present)
  const [open, setOpen] = useState(false)
  const others = present?.items.filter((each) => each.client_id !== clientId) ?? []
  if (others.length === 0) return null
  const title = t('presence.title', { count: others.length })
  return (
    <>
      {others.length <= 2 && (
        <ul className="eg-present" data-testid="dock-present" aria-label={title}>
          {others.map((page) => (
            <li key={page.client_id} title={pageLine(page, t)}>
              <UserRound size={16} aria-hidden />
              <span>{pageLine(page, t)}</span>
            </li>
          ))}
        </ul>
      )}
      <Popover
        open={open}
        onOpen={setOpen}
        name={title}
        testId="present-list"
        trigger={
          <button
            type="button"
            className="eg-chip eg-present-count"
            data-testid="dock-present-count"
            data-always={others.length > 2 || undefined}
            title={title}
          >
            <UsersRound size={18} strokeWidth={1.75} aria-hidden />
            <b>{others.length}</b>
            <span className="sr-only">{title}</span>
          </button>
        }
      >
        <h2>{title}</h2>
        <ul className="eg-present-all">
          {others.map((page) => (
            <li key={page.client_id}>
              <UserRound size={18} aria-hidden />
              <span>{pageLine(page, t)}</span>
              {roleName(page.role, t) && <small>{roleName(page.role, t)}</small>}
            </li>
          ))}
        </ul>
      </Popover>
    </>
  )
}

/** `Léa · Nuit`; where nobody logs in, the page's own number. */
function pageLine({ client_id: id, name, screen }: OpPresence['items'][number], t: Words): string {
  const who = name ?? t('who.operator', { id: id.replace(/^op-/, '').slice(0, 4) })
  const tab = `tab.${screen ?? ''}`
  return isTextKey(tab) ? `${who} · ${t(tab)}` : who
}

function roleName(role: string | null, t: Words): string | null {
  const key = `role.${role ?? ''}`
  return isTextKey(key) ? t(key) : null
}
