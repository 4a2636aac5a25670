import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { KioskProvider } from '../kiosk/kiosk-context'
import { NoDevice } from '../screens/no-device'
import { Pending } from '../screens/pending'
import { Elsewhere } from '../screens/elsewhere'
import { Stage } from '../parts/stage'
import { Starting } from '../screens/starting'
import { TurnedAway } from '../screens/turned-away'
import type { EntryState } from './start-entry'

interface EntryProps {
  store: StoreApi<EntryState>
  /** Where the page was opened. */
  address: string
  /** The kiosk itself, once the slot is let in. */
  children: ReactNode
}

/** The kiosk, or what stands before it while this slot is not let in. */
export function Entry({ store, address, children }: EntryProps) {
  const state = useStore(store)
  if (state.is === 'in') return <KioskProvider value={state.kiosk}>{children}</KioskProvider>
  if (state.is === 'unnamed') return <NoDevice address={address} />
  return (
    <>
      <Stage light="dark" />
      <main className="screen" data-testid="screen" data-phase={state.is}>
        {state.is === 'starting' && <Starting />}
        {state.is === 'dismissed' && <TurnedAway />}
        {state.is === 'foreign' && <Elsewhere address={onTheSlot(address)} />}
        {(state.is === 'pending' || state.is === 'revoked') && (
          <Pending code={state.code} revoked={state.is === 'revoked'} replaced={state.replaced} />
        )}
      </main>
    </>
  )
}

/** Where the same page gets its pass: `http://localhost:5173`. */
function onTheSlot(address: string): string {
  const { protocol, port } = new URL(address)
  return `${protocol}//localhost${port && `:${port}`}`
}
