import { useEffect, useState } from 'react'
import { useLive, useSession } from '../session/use-session'
import { addNewestLines, addOlderLines, type StatementHeld } from './merge-statement'

interface Read extends StatementHeld {
  /** Which version of the card it was read for. */
  version: string
  failed: boolean
}

const NOTHING: Read = { lines: [], nextBefore: null, version: '', failed: false }

/** A card's movements: the newest page, read again with each `version` of the card, and older ones on demand. */
export function useStatement(tag: string, cardVersion: string) {
  const { reads } = useSession()
  const up = useLive((s) => s.link.up)
  const [read, setRead] = useState(NOTHING)
  const [asked, setAsked] = useState(0)
  const [loading, setLoading] = useState(false)
  const version = `${cardVersion} ${asked}`

  useEffect(() => {
    if (!up) return undefined
    let current = true
    reads.statement(tag, null).then(
      (page) => current && setRead((s) => ({ ...addNewestLines(s, page), version, failed: false })),
      (error: unknown) => {
        console.warn('statement:', error)
        if (current) setRead((s) => ({ ...s, version, failed: true }))
      },
    )
    return () => {
      current = false
    }
  }, [reads, tag, version, up])

  const older = async () => {
    if (read.nextBefore === null || loading) return
    setLoading(true)
    try {
      const page = await reads.statement(tag, read.nextBefore)
      // The newest page was read again meanwhile: what came back may not join on to it any more.
      setRead((s) => (s.nextBefore === read.nextBefore ? { ...s, ...addOlderLines(s, page) } : s))
    } catch (error) {
      console.warn('statement:', error)
      setRead((s) => ({ ...s, failed: true }))
    } finally {
      setLoading(false)
    }
  }
  const status = read.failed ? 'failed' : read.version === '' ? 'reading' : 'ready'
  return { lines: read.lines, nextBefore: read.nextBefore, status, loading, older, again: () => setAsked((n) => n + 1) }
}
