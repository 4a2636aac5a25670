import { useEffect, useState } from 'react'
import { Check, Lightbulb, TriangleAlert } from 'lucide-react'
import type { OpDevice } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useLive, useSession, useWords } from '../session/use-session'

const SAID_FOR_MS = 3000

/** Runs a slot's lights once through, so that somebody standing there can look. Says that it was sent, no more. */
export function LightsTest({ device }: { device: OpDevice }) {
  const { testLights, clock } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const [said, setSaid] = useState<'sent' | 'failed' | null>(null)
  useEffect(() => (said ? clock.after(SAID_FOR_MS, () => setSaid(null)) : undefined), [said, clock])
  const run = async () => setSaid((await testLights(device.device_id)) ? 'sent' : 'failed')
  const Icon = said === 'sent' ? Check : said === 'failed' ? TriangleAlert : Lightbulb
  return (
    <DeskButton
      tone="quiet"
      Icon={Icon}
      testId={`test-lights-${device.device_id}`}
      name={`${t('devices.test')} · ${device.device_id}`}
      disabled={!up || !device.online}
      onPress={() => void run()}
    >
      <span role="status">{t(said ? `devices.test_${said}` : 'devices.test_short')}</span>
    </DeskButton>
  )
}
