import type { DiskEvent, FileName } from './disk-log.js'

/** A write or truncate that no sync has covered yet, with its place in the log. */
export interface Pending {
  at: number
  change: { offset: number; bytes: Buffer } | { size: number }
}

/** The content of a file: what is surely on disk, and what a power cut may take. */
export interface Inode {
  durable: Buffer
  durableSize: number
  pending: Pending[]
}

/** What a name of the folder stands for: now, and on disk. They differ until the folder is synced. */
export interface Entry {
  now: Inode | null
  onDisk: Inode | null
}

type Followed = Exclude<FileName, 'folder'>
export const FOLLOWED: readonly Followed[] = ['db', 'wal', 'journal', 'draft']

/**
 * The disk as POSIX promises it and no more: content is there once its file was synced, a name (made or taken away) once the
 * folder was. Follows the log of one process from an empty folder on.
 */
export class DiskModel {
  readonly entries: Record<Followed, Entry> = {
    db: { now: null, onDisk: null },
    wal: { now: null, onDisk: null },
    journal: { now: null, onDisk: null },
    draft: { now: null, onDisk: null },
  }
  private place = 0

  constructor(private readonly events: readonly DiskEvent[]) {}

  /** Takes the events before a place of the log. Only forward. */
  advance(to: number): void {
    for (; this.place < to; this.place++) this.take(this.events[this.place] as DiskEvent, this.place)
  }

  private take(event: DiskEvent, at: number): void {
    if (event.event === 'send' || event.event === 'accept') return
    if (event.file === 'folder') {
      if (event.event === 'sync') for (const name of FOLLOWED) this.entries[name].onDisk = this.entries[name].now
      return
    }
    const entry = this.entries[event.file]
    switch (event.event) {
      case 'create':
        entry.now = { durable: Buffer.alloc(0), durableSize: 0, pending: [] }
        break
      case 'unlink':
        entry.now = null
        break
      case 'rename':
        this.entries.db.now = entry.now
        entry.now = null
        break
      case 'write':
        inodeOf(entry, event.file).pending.push({ at, change: { offset: event.offset, bytes: event.bytes } })
        break
      case 'truncate':
        inodeOf(entry, event.file).pending.push({ at, change: { size: event.size } })
        break
      case 'sync':
        settle(inodeOf(entry, event.file), event.since)
    }
  }
}

function inodeOf({ now }: Entry, name: string): Inode {
  if (!now) throw new Error(`the log has a change of ${name}, which does not exist`)
  return now
}

/** A sync: what was written before it began is on disk. */
function settle(inode: Inode, since: number): void {
  for (const { change } of inode.pending.filter(({ at }) => at < since)) {
    if ('size' in change) {
      inode.durable.fill(0, Math.min(change.size, inode.durable.length))
      inode.durableSize = change.size
    } else {
      const end = change.offset + change.bytes.length
      if (end > inode.durable.length) inode.durable = Buffer.concat([inode.durable, Buffer.alloc(end)])
      change.bytes.copy(inode.durable, change.offset)
      inode.durableSize = Math.max(inode.durableSize, end)
    }
  }
  inode.pending = inode.pending.filter(({ at }) => at >= since)
}
