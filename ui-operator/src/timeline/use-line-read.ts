import { useEffect, useState } from 'react'
import { useRole } from '../login/may'
import { useSession } from '../session/use-session'
import { createTimelineReads, type DisputeItem, type LineRead } from './timeline-reads'

/** The line as the core tells it, with the request behind it, and what that was answered. Undefined: being read. */
export function useLineRead(seq: number): { read: LineRead | null | undefined; answer: DisputeItem | null | 'denied' } {
  const { access } = useSession()
  const role = useRole()
  const mayAsk = role === null || role === 'gamemaster' || role === 'cashier'
  const [got, setGot] = useState<{ seq: number; read: LineRead | null; answer: DisputeItem | null } | null>(null)
  useEffect(() => {
    let wanted = true
    const reads = createTimelineReads(access.fetch)
    void reads.line(seq).then(async (read) => {
      if (!wanted) return
      setGot({ seq, read, answer: null })
      const id = read?.requestId
      if (!id || !mayAsk) return
      const items = await reads.dispute({ by: 'req_id', value: id, from: null, to: null }).catch((error: unknown) => {
        console.warn(`request ${id}:`, error)
        return []
      })
      const answer = items.find((item) => item.what === 'answer' && item.req_id === id) ?? null
      if (wanted) setGot({ seq, read, answer })
    })
    return () => {
      wanted = false
    }
  }, [seq, access, mayAsk])
  const own = got?.seq === seq ? got : null
  return { read: own ? own.read : undefined, answer: mayAsk ? (own?.answer ?? null) : 'denied' }
}
