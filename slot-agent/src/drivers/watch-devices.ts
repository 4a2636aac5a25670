import { type FSWatcher, watch } from 'node:fs'

/** Devices may come without a word, and be given their permissions later: they are looked for this often anyway (ms). */
export const LOOK_AGAIN_MS = 2000

/**
 * Calls `look` when something comes or goes in `folder` (at once where the kernel says so), and every `LOOK_AGAIN_MS`. The
 * folder may be made, or made anew, meanwhile. Returns what ends it.
 */
export function watchDevices(folder: string, look: () => void): () => void {
  let watcher: FSWatcher | null = null
  const unwatch = () => {
    watcher?.close()
    watcher = null
  }
  const begin = () => {
    if (watcher) return
    try {
      watcher = watch(folder, { persistent: false }, (_, name) => {
        // A folder that is gone says nothing any more: the next look begins anew.
        if (name === null || folder.endsWith(`/${name}`)) unwatch()
        look()
      })
      watcher.on('error', unwatch)
    } catch {
      watcher = null // not there yet
    }
  }
  const timer = setInterval(() => {
    begin()
    look()
  }, LOOK_AGAIN_MS)
  begin()
  return () => {
    clearInterval(timer)
    unwatch()
  }
}
