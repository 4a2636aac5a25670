import { useState } from 'react'
import { usePerson } from './use-person'

/**
 * The name beside a reason or a count. Where nobody logs in it is asked for: `typed` is what stands in the field, `name` what
 * goes into the books, and `keep` remembers it on this machine.
 */
export function useSignature() {
  const { anonymous, name: known, setName } = usePerson()
  const [typed, setTyped] = useState(known)
  const name = anonymous ? typed.trim() : known
  return {
    asked: anonymous,
    typed,
    setTyped,
    name,
    keep: () => {
      if (anonymous) setName(name)
    },
  }
}
