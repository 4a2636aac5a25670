import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import type { OpDevice } from '@eg/shared'
import { useLive, useWords } from '../session/use-session'
import type { TextKey } from '../words/words'
import { CardTest } from './card-test'
import { ButtonsTest } from './buttons-test'
import { SeenLights } from './seen-lights'

/** The slot from the hand's point of view: every button, every light, the card reader, one after the other. */
export function GuidedTest({ device }: { device: OpDevice }) {
  const { t } = useWords()
  if (!device.online) {
    return (
      <section className="eg-guided" data-testid={`test-${device.device_id}`}>
        <h3>{t('test.title')}</h3>
        <p className="eg-dim">{t('test.offline')}</p>
      </section>
    )
  }
  return (
    <section className="eg-guided" data-testid={`test-${device.device_id}`}>
      <h3>{t('test.title')}</h3>
      <p className="eg-dim">{t('test.hint')}</p>
      <ol>
        <TestStep deviceId={device.device_id} check="buttons" title="test.buttons">
          <ButtonsTest device={device} />
        </TestStep>
        <TestStep deviceId={device.device_id} check="lights" title="test.lights">
          <SeenLights device={device} />
        </TestStep>
        <TestStep deviceId={device.device_id} check="reader" title="test.card">
          <CardTest device={device} />
        </TestStep>
      </ol>
    </section>
  )
}

interface TestStepProps {
  deviceId: string
  /** The check of the ready-gate that this test is for. */
  check: string
  title: TextKey
  children: ReactNode
}

function TestStep({ deviceId, check, title, children }: TestStepProps) {
  const { t } = useWords()
  const green = useLive(
    (s) =>
      s.readyDevices
        .get(deviceId)
        ?.checks.some(({ check: id, state }) => id === `${deviceId}/${check}` && state === 'green') ?? false,
  )
  return (
    <li data-green={green || undefined}>
      <h4>
        {t(title)}
        {green && (
          <small data-tone="ok">
            <Check size={14} aria-hidden />
            {t('test.ready')}
          </small>
        )}
      </h4>
      {children}
    </li>
  )
}
