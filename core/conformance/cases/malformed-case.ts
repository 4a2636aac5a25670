import { BOTH, type Bytes, type Case, type PerVersion, type Step, V5, type Version, stepsOf } from '../case.js'
import { bytes, connect, ended, frame, noProperties, silence, subscribe, text } from '../steps.js'

/** Bytes on a connection that stands; it must end, and nobody else may notice. */
export function malformed(
  id: string,
  clause: PerVersion<string>,
  sent: string,
  write: (token: string, version: Version) => Buffer,
  versions: readonly Version[] = BOTH,
): Case {
  return {
    id,
    versions,
    clause,
    sent,
    comes: 'The connection ends.',
    steps: (version) => [connect('a'), bytes('a', (token) => write(token, version)), ended('a')],
  }
}

/** A PUBLISH with such properties: it ends its own connection, and a subscriber of its topic hears nothing of it. */
export function besideASubscriber(id: string, clause: string, sent: string, properties: number[]): Case {
  return {
    id,
    versions: V5,
    clause,
    sent,
    comes: 'The connection ends; a subscriber of its topic notices nothing.',
    steps: [
      connect('s'),
      subscribe('s', [{ topic: 'eg/test/~/x' }]),
      connect('a'),
      bytes('a', (token) => frame(0x30, X(token), [properties.length, ...properties], [0x6d])),
      ended('a'),
      silence('s'),
    ],
  }
}

/** The same row, with what comes today: the packet is taken. */
export function taken(row: Case, what: string, why: string, heard: Step): Case {
  const steps = (version: Version) => [
    ...stepsOf(row, version).filter((step) => step.do !== 'ended'),
    heard,
    silence('a'),
  ]
  return { ...row, deviation: { what, why, steps } }
}

export const X: Bytes = (token) => text(`eg/test/${token}/x`)
export const NOT_UTF8 = Buffer.from([0x65, 0x67, 0xc3, 0x28])
export const SURROGATE = Buffer.from([0x61, 0xed, 0xa0, 0x80])
export const NUL = Buffer.from('a\0b')
export const inTopic = (token: string, part: Buffer) => text(Buffer.concat([Buffer.from(`eg/test/${token}/`), part]))

export const badFilter = (id: string, filter: string, what: string, clause: PerVersion<string>): Case =>
  malformed(id, clause, `SUBSCRIBE to the filter \`${what}\`.`, (token, version) =>
    frame(0x82, [0, 9], noProperties(version), text(filter.replace('~', token)), [0]),
  )
