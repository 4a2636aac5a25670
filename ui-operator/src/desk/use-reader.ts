import { useEffect, useRef, type RefObject } from 'react'
import { isCovered, isTyping } from '../view/use-keys'

/** A reader that types like a keyboard leaves less than this between two characters; no hand does (ms). */
const READER_GAP_MS = 35
/** A card's id has at least eight digits. */
const READER_CHARS = 8
const CARD_CHAR = /^[0-9A-Za-z_.:-]$/

/**
 * Readers that type the card's id and Enter (keyboard wedge). What is typed while no field has the focus goes into the
 * card's field. A whole id typed at a reader's speed into another field (an amount, a name), or while a result covers the
 * page, is a card all the same.
 */
export function useReader(field: RefObject<HTMLInputElement | null>, onCard: (text: string) => void): void {
  const latest = useRef(onCard)
  useEffect(() => {
    latest.current = onCard
  })
  useEffect(() => {
    let burst = ''
    let lastAt = -Infinity
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const quick = event.timeStamp - lastAt < READER_GAP_MS
      lastAt = event.timeStamp
      const elsewhere = event.target !== field.current
      if (event.key === 'Enter') {
        const read = quick && burst.length >= READER_CHARS ? burst : null
        burst = ''
        // Where something covers the page (a result) the characters went nowhere, and this Enter would only close it.
        if (read === null || !elsewhere || !(isTyping(event.target) || isCovered())) return
        event.preventDefault()
        event.stopPropagation()
        latest.current(read)
      } else if (CARD_CHAR.test(event.key)) {
        burst = quick ? burst + event.key : event.key
        if (elsewhere && !isTyping(event.target) && !isCovered()) {
          // The character itself follows the focus into the field.
          field.current?.focus()
        }
      } else if (event.key.length === 1) burst = ''
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [field])
}
