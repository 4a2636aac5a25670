import { useEffect, useMemo, useState } from 'react'
import { useSession, useWords } from '../session/use-session'
import { formatMs } from '../words/format'
import { createDeviceReads } from './device-reads'
import type { LatencySample } from './latency-log'
import { Sparkline } from './sparkline'
import { useLatency } from './use-fleet'

/** The round trips of one device: what the core remembers from before, and what this page has heard since. */
export function DeviceLatency({ deviceId }: { deviceId: string }) {
  const { access } = useSession()
  const { t, lang } = useWords()
  const heard = useLatency(deviceId)
  const [earlier, setEarlier] = useState<readonly LatencySample[]>([])
  useEffect(() => {
    let shown = true
    void createDeviceReads(access.fetch)
      .latency(deviceId)
      .then((samples) => shown && setEarlier(samples))
    return () => {
      shown = false
    }
  }, [access, deviceId])
  const samples = useMemo(() => {
    const since = heard[0]?.at ?? Infinity
    return [...earlier.filter(({ at }) => at < since), ...heard].slice(-60)
  }, [earlier, heard])
  const known = samples.flatMap(({ ms }) => ms ?? []).toSorted((a, b) => a - b)
  const [least, median, most] = [known[0], known[Math.floor(known.length / 2)], known.at(-1)]
  return (
    <section className="eg-device-latency">
      <h3>{t('panel.latency')}</h3>
      {least === undefined || median === undefined || most === undefined ? (
        <p className="eg-dim">{t('panel.latency_none')}</p>
      ) : (
        <>
          <Sparkline samples={samples} width={260} height={48} label={t('panel.latency')} />
          <p className="eg-dim">
            {t('panel.latency_range', {
              from: formatMs(least, lang),
              to: formatMs(most, lang),
              median: formatMs(median, lang),
            })}
          </p>
        </>
      )}
    </section>
  )
}
