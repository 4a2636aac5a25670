import type { PageConfig } from '@eg/shared'

const TEXT_FIELDS = ['mqtt_host', 'mqtt_path', 'device_id'] as const

/**
 * What the page's server says at run time. The file may be missing, empty or half right: whatever can be used of it is
 * used, and the rest falls back to the URL and the page's own host.
 */
export async function fetchPageConfig(fetcher: typeof fetch = fetch): Promise<PageConfig> {
  try {
    const response = await fetcher('/config.json', { cache: 'no-store' })
    return response.ok ? readPageConfig(await response.text()) : {}
  } catch (error) {
    console.warn('config.json could not be read; going on with the URL and the page’s own host', error)
    return {}
  }
}

/** The usable part of `config.json`. The port may be a number or digits, as it comes from an environment variable. */
export function readPageConfig(text: string): PageConfig {
  if (text.trim() === '') return {}
  const raw: unknown = JSON.parse(text)
  if (typeof raw !== 'object' || raw === null) return {}
  const fields = raw as Record<string, unknown>
  const config: PageConfig = {}
  for (const name of TEXT_FIELDS) {
    const value = fields[name]
    if (typeof value === 'string' && value !== '') config[name] = value
  }
  const port = Number(fields.mqtt_port)
  if (Number.isInteger(port) && port > 0) config.mqtt_port = port
  if (fields.mqtt_tls === true) config.mqtt_tls = true
  return config
}
