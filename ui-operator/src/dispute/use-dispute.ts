import { useEffect, useState } from 'react'
import { useLive, useSession } from '../session/use-session'
import { readDispute, type About, type DisputeItem, type Span } from './dispute-item'

interface Read {
  for: string
  failed: boolean
  items: readonly DisputeItem[]
  nextAfter: number | null
  /** When it was read (ms, core's clock). */
  at: number
}

/** The evidence of one dispute: read once for what is asked, further on demand. Null: nothing is asked. */
export function useDispute(about: About | null, span: Span | null) {
  const { access, link } = useSession()
  const up = useLive((s) => s.link.up)
  const [asked, setAsked] = useState(0)
  const [read, setRead] = useState<Read | null>(null)
  const [loading, setLoading] = useState(false)
  const question = about === null || span === null ? null : JSON.stringify([about, span, asked])
  useEffect(() => {
    if (question === null || !up) return undefined
    const [who, when] = JSON.parse(question) as [About, Span, number]
    let current = true
    const tell = (more: Pick<Read, 'failed' | 'items' | 'nextAfter'>) =>
      current && setRead({ for: question, at: link.coreNow(), ...more })
    readDispute(access.fetch, who, when, 0).then(
      ({ items, next_after }) => tell({ failed: false, items, nextAfter: next_after }),
      (error: unknown) => {
        console.warn('dispute:', error)
        tell({ failed: true, items: [], nextAfter: null })
      },
    )
    return () => {
      current = false
    }
  }, [access, link, question, up])
  const here = read?.for === question ? read : null
  const more = async () => {
    if (here === null || here.nextAfter === null || loading || about === null || span === null) return
    setLoading(true)
    try {
      const page = await readDispute(access.fetch, about, span, here.nextAfter)
      const known = new Set(here.items.map(keyOf))
      const items = [...here.items, ...page.items.filter((item) => !known.has(keyOf(item)))]
      setRead((s) => (s?.for === here.for ? { ...s, items, nextAfter: page.next_after } : s))
    } catch (error) {
      console.warn('dispute:', error)
    } finally {
      setLoading(false)
    }
  }
  const is = question === null ? 'nothing' : here === null ? 'reading' : here.failed ? 'failed' : 'read'
  return {
    is,
    items: here?.items ?? [],
    complete: here?.nextAfter === null,
    readAt: here?.at ?? null,
    loading,
    more,
    again: () => setAsked((n) => n + 1),
  } as const
}

const keyOf = ({ seq, what, kind, at }: DisputeItem) => `${seq} ${what} ${kind} ${at}`
