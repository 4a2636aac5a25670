import { useEffect, useState } from 'react'
import { PARTS, type OpDevice } from '@eg/shared'
import { useSession, useWords } from '../session/use-session'
import { formatDuration, formatMoment, formatMs } from '../words/format'
import type { Lang } from '../words/language'
import type { Words } from '../words/words'
import { partWord } from './device-health'
import { createDeviceReads, type EnrolmentRead } from './device-reads'

/** The machine as it tells of itself, and how it was let in. */
export function DeviceMachine({ device }: { device: OpDevice }) {
  const { access } = useSession()
  const { t, lang } = useWords()
  const { device_id: id, protection } = device
  const [letIn, setLetIn] = useState<EnrolmentRead | null>(null)
  useEffect(() => {
    // Where nobody is asked who he is nobody was let in.
    if (protection === undefined || protection === 'open') return undefined
    let shown = true
    void createDeviceReads(access.fetch)
      .enrolment(id)
      .then((read) => shown && setLetIn(read))
    return () => {
      shown = false
    }
  }, [access, id, protection])
  const rows = [...machineOf(device, t, lang), ...letInRows(letIn, t, lang)]
  return (
    <>
      <section>
        <h3>{t('device.machine')}</h3>
        <Rows rows={rows} />
      </section>
      {device.online && device.parts && (
        <section>
          <h3>{t('panel.parts')}</h3>
          <Rows rows={partRows(device, t)} />
        </section>
      )}
    </>
  )
}

type Row = readonly [name: string, value: string]

function Rows({ rows }: { rows: readonly Row[] }) {
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

function partRows(device: OpDevice, t: Words): Row[] {
  return PARTS.map((part) => {
    const { driver, detail } = device.parts?.[part] ?? {}
    const word = t(`part_status.${partWord(device, part)}`)
    return [t(`concern.${part}`), [word, driver, detail].filter(Boolean).join(' · ')]
  })
}

function machineOf({ host, version, outbox }: OpDevice, t: Words, lang: Lang): Row[] {
  const said = <T,>(value: T | null | undefined, write: (value: T) => string) =>
    value === null || value === undefined ? t('device.unknown') : write(value)
  return [
    [t('device.version'), said(version, String)],
    [
      t('device.clock'),
      said(host?.clock_offset_ms, (ms) => t('device.clock_value', { ms: offsetOf(Math.abs(ms), t, lang) })),
    ],
    [t('device.temperature'), said(host?.temperature_c, (degrees) => `${Math.round(degrees)} °C`)],
    [t('device.power'), said(host?.throttled, (words) => powerOf(words, t))],
    [t('device.disk'), said(host?.disk_free_mb, (mb) => formatSize(mb, lang))],
    [t('panel.outbox'), said(outbox, String)],
  ]
}

function letInRows(read: EnrolmentRead | null, t: Words, lang: Lang): Row[] {
  const { model = null, address = null, enrolledAt = null } = read ?? {}
  const rows: [string, string | null][] = [
    [t('panel.model'), model],
    [t('panel.address'), address],
    [t('panel.enrolled_at'), enrolledAt === null ? null : formatMoment(enrolledAt, lang)],
  ]
  return rows.flatMap(([name, value]): Row[] => (value === null ? [] : [[name, value]]))
}

/** Beyond ten seconds nobody counts milliseconds. */
function offsetOf(ms: number, t: Words, lang: Lang): string {
  return ms < 10_000 ? formatMs(ms, lang) : formatDuration(ms, t)
}

function powerOf(words: readonly string[], t: Words): string {
  if (words.length === 0) return t('device.power_ok')
  return t(words.includes('under_voltage') ? 'device.power_low' : 'device.power_slow')
}

function formatSize(mb: number, lang: Lang): string {
  const unit = lang === 'fr' ? 'o' : 'B'
  return mb < 1024 ? `${mb} M${unit}` : `${Math.round(mb / 1024)} G${unit}`
}
