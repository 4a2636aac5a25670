import { readFileSync } from 'node:fs'
import type { CoreProcess } from '../test/core-process.js'

/** What V8 has taken for its heap, and what lies outside it (buffers), in MB (10^6 bytes). */
export async function v8Memory({ api }: CoreProcess): Promise<{ heapMb: number; externalMb: number }> {
  const text = await (await fetch(`${api}/metrics`)).text()
  const megabytes = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]) / 1e6
  return {
    heapMb: megabytes('eg_nodejs_heap_size_total_bytes'),
    externalMb: megabytes('eg_nodejs_external_memory_bytes'),
  }
}

/** The resident memory of a process until `stop`, which says how far it rose above where it stood, in MB (10^6 bytes). */
export function watchMemory(pid: number): { stop: () => { peakMb: number; endMb: number } } {
  const resident = () =>
    (Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024) / 1e6
  const first = resident()
  let peak = first
  const timer = setInterval(() => (peak = Math.max(peak, resident())), 50)
  return {
    stop() {
      clearInterval(timer)
      const last = resident()
      return { peakMb: Math.max(peak, last) - first, endMb: last - first }
    },
  }
}
