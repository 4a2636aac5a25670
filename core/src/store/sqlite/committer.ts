import { randomInt } from 'node:crypto'
import type { Answer } from '@eg/shared'
import type Database from 'better-sqlite3'
import type { BatchResult, Command, KnownDevice, Outcome, Publication } from '../../commit/command.js'
import type { Random } from '../../money/paytable.js'
import { createNightWriter, resultOf } from './apply-night.js'
import { execute } from './execute.js'
import { type FleetStatements, prepareFleet } from './fleet-statements.js'
import { decodeText } from './handlers/device.js'
import { mendClockAtStart } from './handlers/sweep.js'
import { forgetReadingOfOtherBoot } from './handlers/ready.js'
import { commandStates, unfinishedCommands } from './handlers/device-command.js'
import { freezesOf, heldBy } from './freezes.js'
import { prepareGate } from './gate-statements.js'
import { identityChanges, prepareIdentity } from './identity-statements.js'
import { moneyBootStates, moneyStates } from './money/money-states.js'
import { prepareMoney } from './money/money-statements.js'
import { panicStates } from './panic-states.js'
import { nothingTouched, readyChanges } from './ready-changes.js'
import { modeState, nightStates, resumeTimer, runTimer } from './projections.js'
import { currentMode, forgetWhileVoting } from './run-facts.js'
import { STALLED, type NightTold, scriptState, showStates } from './show/show-states.js'
import { prepareShow } from './show/show-statements.js'
import { prepareShown } from './shown-statements.js'
import { sessionStates } from './session-states.js'
import { prepareSessions } from './session-statements.js'
import { prepareStatements } from './statements.js'
import { isStorageError } from './storage-error.js'
import { formerSecrets, prepareSwaps, swapsState, swapsUnderWay } from './swap-statements.js'
import { prepareUndo, undoState } from './undo-statements.js'
import type { StoreSettings, Transaction, WhileVoting } from './transaction.js'

/** How often it is written down that a device is heard, in ms: read by a core that starts, and by nobody before. */
const SEEN_EVERY_MS = 10_000

/** Carries out batches on an open database. Lives in the store's worker thread; synchronous. */
export interface Committer {
  boot(at: number): BatchResult
  /** One transaction for the whole batch. Throws if it could not be committed; then nothing of it was. */
  commit(commands: readonly Command[]): BatchResult
}

/**
 * `random` draws the rounds: by default the operating system's generator, uniform without bias. `bootId` names this start of the
 * machine; null: nobody says which it is.
 */
export function createCommitter(
  db: Database.Database,
  settings: StoreSettings,
  random: Random = (below) => randomInt(below),
  bootId: string | null = null,
): Committer {
  const sql = prepareStatements(db)
  const money = prepareMoney(db)
  const fleet = prepareFleet(db)
  const identity = prepareIdentity(db)
  const show = prepareShow(db)
  const gate = prepareGate(db)
  const session = prepareSessions(db)
  const write = createNightWriter(db)
  const swaps = prepareSwaps(db)
  const undo = prepareUndo(db)
  const shown = prepareShown(db)
  /** Of this process: connections do not outlive it. */
  let fences = new Map<string, number>()
  let published = new Map<string, string>()
  /** How often the evening went on since this core started. */
  let moves = 0
  const whileVoting: WhileVoting = { kinds: new Map(), roll: null, spares: null }
  const seenWritten = new Map<string, number>()
  const linesWritten = new Map<string, number>()

  const begin = (): Transaction => ({
    sql,
    money,
    fleet,
    identity,
    show,
    swaps,
    undo,
    shown,
    fences: new Map(fences),
    latestConnection: undefined,
    asked: null,
    swapsChanged: false,
    undoChanged: false,
    gate,
    session,
    random,
    settings,
    publications: [],
    timeline: [],
    devices: new Map(),
    commands: new Map(),
    seen: new Map(),
    current: undefined,
    freezes: undefined,
    whileVoting,
    linesWritten,
    panicChanged: false,
    readyTouched: nothingTouched(),
    nightChanged: false,
    modeChanged: false,
    timerChanged: false,
    moved: false,
    moves,
    sessionChanged: false,
    cardsChanged: false,
    touchedIdentity: { enrolments: new Set(), operators: new Set(), sessions: new Set(), dismissed: new Set() },
    touched: { players: new Set(), floors: new Set(), desks: new Set(), payouts: false },
  })

  /** Runs `work` between BEGIN and COMMIT. A failure leaves nothing behind. */
  const transact = <T>(work: () => T): T => {
    sql.begin.run()
    try {
      const result = work()
      sql.commit.run()
      return result
    } catch (error) {
      if (db.inTransaction) sql.rollback.run()
      throw error
    }
  }

  const finish = (tx: Transaction, outcomes: Outcome[], at: number, booting: boolean): BatchResult => {
    const publications = tx.publications
    for (const [deviceId, when] of tx.seen) {
      if (Math.abs(when - (seenWritten.get(deviceId) ?? 0)) < SEEN_EVERY_MS) continue
      sql.seenDevice.run(when, deviceId)
      seenWritten.set(deviceId, when)
    }
    if (tx.modeChanged) publications.push(modeState(sql))
    let stall: BatchResult['stall']
    if (tx.moved && (sql.meta.get(STALLED) ?? '') !== '') sql.putMeta.run(STALLED, '')
    if (tx.nightChanged) {
      const frozen = freezesOf(tx).game
      const night = nightStates(tx, settings, frozen)
      const told = night.find(({ contract }) => contract === 'opNight')?.payload as NightTold
      const { states, waitedOn } = showStates({ sql, show }, told, heldBy(tx))
      publications.push(...changedOnly(published, [...night, ...states]))
      if (tx.moved || booting) stall = { moves: (moves += 1), waitedOn }
    }
    if (tx.panicChanged) publications.push(...panicStates(tx))
    // Whether a run is in the way of the next session changes with its beginning and its end, not with each vote.
    if (tx.sessionChanged || tx.timerChanged || tx.publications.some(({ contract }) => contract === 'nightResult'))
      publications.push(...changedOnly(published, sessionStates(tx)))
    const commanded = new Set([...tx.commands.values()].map(({ deviceId }) => deviceId))
    publications.push(...commandStates(fleet, booting ? null : commanded))
    publications.push(...(booting ? moneyBootStates(tx) : moneyStates(tx)))
    const swapped = booting || tx.swapsChanged
    if (swapped) publications.push(swapsState(swaps))
    if (booting || tx.undoChanged) publications.push(undoState(undo, settings.undoMs ?? 60_000))
    const who = identityChanges(identity, booting ? null : tx.touchedIdentity)
    const admitted = who && swapped ? { ...who, formers: formerSecrets(swaps) } : who
    const ready = readyChanges(gate, booting ? null : tx.readyTouched, at)
    return {
      outcomes,
      publications,
      timeline: tx.timeline.join('\n'),
      ...(tx.timerChanged ? { timer: freezesOf(tx).game ? null : runTimer(sql, at) } : {}),
      devices: [...tx.devices.values()],
      mode: currentMode(sql),
      ...(tx.cardsChanged ? { cardJob: cardJobOf(tx) } : {}),
      commands: booting ? unfinishedCommands(fleet) : [...tx.commands.values()],
      ...(stall ? { stall } : {}),
      ...(swapped ? { swaps: swapsUnderWay(swaps) } : {}),
      ...(booting ? { here: slotsHere(fleet) } : {}),
      ...(admitted ? { identity: admitted } : {}),
      ...(ready ? { ready } : {}),
    }
  }

  const runBatch = (commands: readonly Command[], isolate: boolean): BatchResult => {
    const remembered = new Map(published)
    const movedBefore = moves
    try {
      const done = transact(() => {
        const tx = begin()
        // An empty batch asks whether the store can commit: only a write tells, on a disk that is full.
        if (commands.length === 0) sql.putMeta.run('probed', '')
        const outcomes = commands.map((command) => (isolate ? guarded(tx, command) : execute(tx, write, command)))
        return { result: finish(tx, outcomes, commands.at(-1)?.at ?? 0, false), fences: tx.fences }
      })
      fences = done.fences
      return done.result
    } catch (error) {
      published = remembered
      moves = movedBefore
      forgetWhileVoting({ whileVoting })
      linesWritten.clear()
      shown.forget()
      throw error
    }
  }

  /** A command that throws takes only itself back; its sender is told, the rest of the batch goes on. */
  const guarded = (tx: Transaction, command: Command): Outcome => {
    const announced = tx.publications.length
    const written = tx.timeline.length
    const tracked = new Map(tx.commands)
    const fenced = new Map(tx.fences)
    sql.savepoint.run()
    try {
      const outcome = execute(tx, write, command)
      sql.release.run()
      return outcome
    } catch (error) {
      if (isStorageError(error)) throw error
      sql.undo.run()
      sql.release.run()
      tx.publications.length = announced
      tx.timeline.length = written
      tx.current = undefined
      tx.freezes = undefined
      forgetWhileVoting(tx)
      linesWritten.clear()
      tx.fences.clear()
      for (const [deviceId, connection] of fenced) tx.fences.set(deviceId, connection)
      tx.commands.clear()
      for (const [cmdId, command] of tracked) tx.commands.set(cmdId, command)
      shown.forget()
      return {
        answer: faultAnswer(command),
        fault: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }
    }
  }

  return {
    boot(at) {
      return transact(() => {
        const tx = begin()
        tx.modeChanged = tx.nightChanged = tx.timerChanged = tx.panicChanged = true
        tx.sessionChanged = tx.cardsChanged = true
        // A frozen game has what was left of its timer, however long the core was away.
        if (!freezesOf(tx).game) resumeTimer(sql, at)
        mendClockAtStart(tx, at)
        forgetReadingOfOtherBoot(tx, bootId)
        tx.publications.push(...keptStates(db), ...lastResult(db, tx), scriptState(tx))
        for (const device of knownDevices(db)) tx.devices.set(device.deviceId, device)
        return finish(tx, [], at, true)
      })
    },
    commit(commands) {
      try {
        return runBatch(commands, false)
      } catch (error) {
        if (isStorageError(error)) throw error
        // One command has a fault: again, each behind a savepoint of its own.
        return runBatch(commands, true)
      }
    },
  }
}

function changedOnly(published: Map<string, string>, states: Publication[]): Publication[] {
  return states.filter(({ contract, payload }) => {
    const text = JSON.stringify(payload)
    if (published.get(contract) === text) return false
    published.set(contract, text)
    return true
  })
}

function keptStates(db: Database.Database): Publication[] {
  const rows = db.prepare('SELECT device_id, contract, payload FROM device_states').all() as {
    device_id: string
    contract: Publication['contract']
    payload: string
  }[]
  return rows.map((row) => ({
    contract: row.contract,
    params: { device_id: row.device_id },
    payload: decodeText(row.payload),
  }))
}

function slotsHere(fleet: FleetStatements): string[] {
  const slots = fleet.slots.all() as { deviceId: string; here: number }[]
  return slots.flatMap(({ deviceId, here }) => (here === 1 ? [deviceId] : []))
}

function lastResult(db: Database.Database, tx: Transaction): Publication[] {
  const run = db.prepare(`SELECT max(run) FROM runs WHERE status = 'revealed'`).pluck().get() as number | null
  const payload = run === null ? null : resultOf(tx, run)
  return payload ? [{ contract: 'nightResult', params: {}, payload }] : []
}

function knownDevices(db: Database.Database): KnownDevice[] {
  return db
    .prepare('SELECT device_id AS deviceId, kind, version, last_seen AS lastSeen FROM devices')
    .all() as KnownDevice[]
}

/** What the sender of a command that met a bug is told: it was taken back, so nothing of it holds. */
function faultAnswer({ work, answer }: Command): Answer | null {
  if (answer === undefined) return null
  const { req_id } = ('payload' in work ? work.payload : {}) as { req_id?: string }
  const detail = 'The core has a fault; its log says which. Nothing was changed. Tell whoever looks after it.'
  return {
    ...(req_id === undefined ? {} : { req_id }),
    type: answer,
    status: 'refused',
    reason: 'fault',
    detail,
  }
}

/** The work on a session's cards that is to go on; while money is frozen none is. */
function cardJobOf(tx: Transaction): number | null {
  return freezesOf(tx).money ? null : ((tx.session.runningJob.get() as number | undefined) ?? null)
}
