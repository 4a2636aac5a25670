import type { TimelineEntry } from '@eg/shared'
import { isTextKey, type Words } from '../words/words'

/** A journal line about who is let in, as a sentence; null for lines of other kinds. `actor` is who did it, in words. */
export function describeAccess({ kind, device_id, data }: TimelineEntry, actor: string, t: Words): string | null {
  const key = `line.access.${kind}`
  if (!isTextKey(key)) return null
  const word = (table: 'role' | 'device_role', value: unknown) => {
    const known = `${table}.${String(value)}`
    return isTextKey(known) ? t(known) : String(value ?? '?')
  }
  const name = String(data['name'] ?? '?')
  switch (kind) {
    case 'opOperatorSet':
      return t(key, { who: actor, name, role: word('role', data['role']) })
    case 'opEnrol':
    case 'opDeviceAdd':
      return t(key, { who: actor, device: device_id ?? '?', role: word('device_role', data['role']) })
    default:
      return t(key, { who: actor, name, device: device_id ?? '?' })
  }
}
