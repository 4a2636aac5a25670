import { useKiosk } from '../kiosk/kiosk-context'
import { isInputOnline } from '../kiosk/kiosk-state'

/** For whoever looks after the slot. These words are searched for by people and scripts: English, in every language. */
export function Diagnostics() {
  const online = useKiosk(isInputOnline)
  const deviceId = useKiosk((state) => state.deviceId)
  return (
    <footer className="diagnostics" lang="en">
      <span data-testid="input-status">{`Input Status: ${online ? 'online' : 'disconnected'}`}</span>
      <span>{deviceId}</span>
    </footer>
  )
}
