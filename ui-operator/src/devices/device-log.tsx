import { useState } from 'react'
import { Copy, FileText, TriangleAlert } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { useLive, useSession, useWords } from '../session/use-session'
import { formatTime } from '../words/format'
import { createDeviceReads, type DeviceLogRead, type DeviceRead } from './device-reads'

/** The last lines of a device's own log, read when somebody asks for them. */
export function DeviceLog({ deviceId }: { deviceId: string }) {
  const { access } = useSession()
  const { t, lang } = useWords()
  const up = useLive((s) => s.link.up)
  const [read, setRead] = useState<DeviceRead<DeviceLogRead> | null>(null)
  const [reading, setReading] = useState(false)
  const [copied, setCopied] = useState(false)
  const ask = async () => {
    setReading(true)
    setCopied(false)
    setRead(await createDeviceReads(access.fetch).log(deviceId))
    setReading(false)
  }
  const lines = read?.ok ? read.value.lines : []
  return (
    <section className="eg-device-log" data-testid={`log-${deviceId}`}>
      <h3>{t('log.title')}</h3>
      <div className="eg-form-row">
        <DeskButton
          Icon={FileText}
          testId={`log-read-${deviceId}`}
          disabled={!up}
          pending={reading}
          onPress={() => void ask()}
        >
          {t(read ? 'log.again' : 'log.read')}
        </DeskButton>
        {lines.length > 0 && (
          <DeskButton
            tone="quiet"
            Icon={Copy}
            testId={`log-copy-${deviceId}`}
            onPress={() => void navigator.clipboard.writeText(lines.join('\n')).then(() => setCopied(true))}
          >
            {t(copied ? 'log.copied' : 'log.copy')}
          </DeskButton>
        )}
        {read?.ok && <span className="eg-dim">{t('log.at', { time: formatTime(read.value.at, lang) })}</span>}
      </div>
      {read && !read.ok && (
        <p className="eg-note" role="alert" data-testid={`log-failed-${deviceId}`} data-reason={read.why}>
          <TriangleAlert size={18} aria-hidden />
          <span>
            {t(`log.${read.why}`)}
            {read.detail && <small> {read.detail}</small>}
          </span>
        </p>
      )}
      {read?.ok && lines.length === 0 && <p className="eg-dim">{t('log.empty')}</p>}
      {lines.length > 0 && (
        // Read to its end: the newest stands last, as in a terminal.
        <pre tabIndex={0} ref={(box) => box?.scrollTo({ top: box.scrollHeight })}>
          {lines.join('\n')}
        </pre>
      )}
    </section>
  )
}
