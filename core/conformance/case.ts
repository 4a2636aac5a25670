/** 4 is MQTT 3.1.1, as its CONNECT says it; 5 is MQTT 5. */
export type Version = 4 | 5

/** Something that may differ between the versions. */
export type PerVersion<T> = T | Record<Version, T>

/** A packet as mqtt-packet names its fields; of one that is expected, only the fields that matter. */
export type Fields = Readonly<Record<string, unknown>>

/** What a CONNECT is answered with. */
export interface ConnectAnswer {
  /** The return code (3.1.1) or reason code (5); 0 if nothing is said. */
  code?: PerVersion<number>
  sessionPresent?: boolean
  properties?: Fields
}

/** `~` in a topic, filter or client id stands for what belongs to one play of one case alone. */
export type Bytes = (token: string) => Buffer

/** One step of a case. `who` is a connection: `a`, `b`, …; its client id is `~a` unless its CONNECT says otherwise. */
export type Step =
  /** A TCP connection, without a CONNECT. */
  | { do: 'open'; who: string }
  /** A new connection, its CONNECT and the CONNACK. */
  | { do: 'connect'; who: string; fields: Fields; answer: ConnectAnswer }
  | { do: 'send'; who: string; packet: Fields }
  /** Bytes that no library would write. */
  | { do: 'bytes'; who: string; bytes: Bytes }
  /** The next packets, in any order, are these. */
  | { do: 'hear'; who: string; packets: readonly Fields[] }
  /** Nothing comes but the answers to PINGREQ. */
  | { do: 'silence'; who: string }
  /**
   * The broker ends the connection; before it at most a refusing CONNACK or a DISCONNECT: with this reason if one is given,
   * none at all for `null`.
   */
  | { do: 'ended'; who: string; reason?: number | null; afterMs?: number }
  /** Whether these bytes were among all that came. */
  | { do: 'cameAs'; who: string; bytes: Bytes; came: boolean }
  /** The header of a frame one byte longer than the CONNACK announced. */
  | { do: 'tooLarge'; who: string }
  /** Cuts the connection without a DISCONNECT. */
  | { do: 'drop'; who: string }
  | { do: 'wait'; ms: number }

export type Steps = readonly (Step | readonly Step[])[]

export interface Deviation {
  /** What comes instead, as a sentence. */
  what: string
  /** Whose it is, and why it stands. */
  why: string
  /** Steps that show what comes instead. */
  steps: Steps | ((version: Version) => Steps)
  /** The versions it is seen with; all of the case's if none are named. */
  versions?: readonly Version[]
}

/** One row of the table. */
export interface Case {
  id: string
  versions: readonly Version[]
  /** The normative statement of the OASIS standard, or the section where there is none. */
  clause: PerVersion<string>
  /** What is sent, as a sentence. */
  sent: string
  /** What the standard says must come, as a sentence. */
  comes: string
  steps: Steps | ((version: Version) => Steps)
  deviation?: Deviation
}

export const BOTH: readonly Version[] = [4, 5]
export const V4: readonly Version[] = [4]
export const V5: readonly Version[] = [5]

export function perVersion<T extends string | number>(value: PerVersion<T>, version: Version): T {
  return typeof value === 'object' ? (value as Record<Version, T>)[version] : value
}

export function stepsOf({ steps }: Pick<Case, 'steps'>, version: Version): Step[] {
  const given = typeof steps === 'function' ? steps(version) : steps
  return given.flatMap((step) => (Array.isArray(step) ? step : [step])) as Step[]
}

/** The clause of a row as the document shows it: `[MQTT-3.1.4-2] · [MQTT-3.1.4-3]`. */
export function clausesOf({ clause, versions }: Case): string[] {
  return [...new Set(versions.map((version) => perVersion(clause, version)))]
}
