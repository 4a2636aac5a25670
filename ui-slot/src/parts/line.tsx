import { Fragment } from 'react'

const FRENCH_MARKS = /(\S+ [:;?!»]|« \S+)/

/**
 * A text as it is, with French punctuation kept on the line of its word ("coffre ?"). No characters are exchanged, so
 * that what is shown can still be compared with what was sent.
 */
export function Line({ text }: { text: string }) {
  const pieces = text.split(FRENCH_MARKS)
  if (pieces.length === 1) return text
  // Pieces of one fixed text never change places.
  // oxlint-disable-next-line react/no-array-index-key
  return pieces.map((piece, i) =>
    i % 2 ? (
      <span key={i} className="one-line">
        {piece}
      </span>
    ) : (
      <Fragment key={i}>{piece}</Fragment>
    ),
  )
}
