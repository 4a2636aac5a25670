import type { Answer } from '@eg/shared'
import type { Actor, Work } from '../../../commit/command.js'
import { type Decision, accept, refuse } from '../../../game/decision.js'
import { type DoorChange, decideCloseDoors, decideOpenDoors } from '../../../ready/doors.js'
import { dayEnds, todayBegan } from '../../../ready/today.js'
import { viewOf } from '../../../ready/view.js'
import { type WaiveChange, decideWaive, judge } from '../../../ready/waivers.js'
import { lastDoor, waiversInForce } from '../ready-changes.js'
import type { RawCommand } from '../fleet-statements.js'
import type { RawWaiver } from '../gate-statements.js'
import { type Transaction, writeJournal } from '../transaction.js'
import { knownKind } from './device.js'

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>

/** In `meta`: with which start of the machine the core ran last. */
const BOOT_ID = 'boot_id'
/** How many red checks an answer lists. */
const LISTED = 50
const ALL_LIGHTS = [0, 1, 2, 3, 4, 5]

/** Somebody says that red checks may be red tonight. */
export function handleWaive(tx: Transaction, work: Of<'opReadyWaive'>, actor: Actor, at: number): Answer {
  const { req_id, checks, reason, until } = work.payload
  const by = isNamed(actor) ? actor.key : (work.payload.by ?? actor.key)
  const decision: Decision<WaiveChange> = work.findings
    ? decideWaive(checks, { findings: work.findings, until: until ?? dayEnds(at), at })
    : nobodyKnows()
  const waivers = decision.changes.map(({ finding, until }) => {
    const params = JSON.stringify(finding.params)
    const row = tx.gate.addWaiver.run(finding.check, finding.problem, params, reason, by, at, until)
    return Number(row.lastInsertRowid)
  })
  if (waivers.length > 0) tx.readyTouched.waivers = true
  const data = { checks: checks.map(({ check, problem }) => `${check} ${problem}`).join(' · '), why: reason, by }
  writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data })
  const { changes: _, ...told } = decision
  return { req_id, type: 'ready_waive', ...told, ...(waivers.length > 0 ? { waivers } : {}) }
}

/** Takes a waiver back; taken back twice it is taken back. */
export function handleUnwaive(tx: Transaction, work: Of<'opReadyUnwaive'>, actor: Actor, at: number): Answer {
  const { req_id, waiver } = work.payload
  const named = tx.gate.waiver.get(waiver) as RawWaiver | undefined
  const decision = named ? accept<never>('ok', []) : unknownWaiver(waiver)
  if (named && named.revokedAt === null) {
    tx.gate.revokeWaiver.run(at, actor.key, waiver)
    tx.readyTouched.waivers = true
  }
  const data = { waiver, ...(named ? { check: named.check } : {}) }
  if (!named || named.revokedAt === null)
    writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data })
  const { changes: _, ...told } = decision
  return { req_id, type: 'ready_unwaive', ...told, waiver }
}

export function handleDoorsOpen(tx: Transaction, work: Of<'opDoorsOpen'>, actor: Actor, at: number): Answer {
  const { req_id, expect_view: expectView } = work.payload
  const last = lastDoor(tx.gate)
  const judged = judge(work.findings ?? [], waiversInForce(tx.gate, at), at)
  const facts = { last, judged, view: viewOf(judged, last), from: todayBegan(at, last) }
  const decision = work.findings ? decideOpenDoors(facts, expectView) : nobodyKnows<DoorChange>()
  for (const change of decision.changes) {
    if (change.type !== 'open') continue
    const waived = judged.filter(({ state }) => state === 'waived').map(({ check, problem }) => `${check} ${problem}`)
    tx.gate.openDoor.run(at, actor.key, change.from, JSON.stringify(waived))
    tx.readyTouched.door = true
  }
  const reds = decision.reason === 'not_ready' ? judged.filter(({ state }) => state === 'red') : []
  tellDoors(tx, work, decision, actor, at, { red: reds.length, waived: judged.length - reds.length })
  const door = lastDoor(tx.gate)?.door
  const { changes: _, ...told } = decision
  const list = reds.slice(0, LISTED).map(({ check, problem, remedy, detail }) => ({ check, problem, remedy, detail }))
  const why = reds.length > 0 ? { red: reds.length, reds: list } : {}
  return { req_id, type: 'doors_open', ...told, ...why, ...(decision.status === 'ok' ? { door } : {}) }
}

export function handleDoorsClose(tx: Transaction, work: Of<'opDoorsClose'>, actor: Actor, at: number): Answer {
  const { req_id, door } = work.payload
  const decision = decideCloseDoors(door, lastDoor(tx.gate))
  for (const change of decision.changes) {
    if (change.type !== 'close') continue
    tx.gate.closeDoor.run(at, actor.key, change.door)
    tx.gate.revokeAllWaivers.run(at, actor.key)
    tx.readyTouched.door = tx.readyTouched.waivers = true
  }
  tellDoors(tx, work, decision, actor, at, { door })
  const { changes: _, ...told } = decision
  return { req_id, type: 'doors_close', ...told, door }
}

/** Somebody saw lights shine. */
export function handleLightsSeen(tx: Transaction, work: Of<'opLightsSeen'>, actor: Actor, at: number): Answer {
  const { req_id, target_id: deviceId, lights = ALL_LIGHTS } = work.payload
  const isSlot = knownKind(tx, deviceId) === 'slot'
  const decision = isSlot ? accept<never>('ok', []) : notASlot(deviceId)
  if (isSlot) noteTests(tx, deviceId, 'light', lights, at, actor)
  const data = { lights: lights.map((light) => light + 1).join(', ') }
  const line = { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data }
  writeJournal(tx, { ...line, deviceId: isSlot ? deviceId : undefined })
  const { changes: _, ...told } = decision
  return { req_id, type: 'lights_seen', ...told }
}

/** The operator's clock beside ours. */
export function handleClockReading(tx: Transaction, work: Of<'opClockReading'>, actor: Actor, at: number): Answer {
  const { req_id, now_ms: nowMs } = work.payload
  const offsetMs = nowMs - at
  tx.gate.putClockReading.run(offsetMs, at, actor.key)
  tx.readyTouched.clock = true
  writeJournal(tx, { at, kind: work.kind, outcome: 'ok', actor, data: { offset_ms: offsetMs } })
  return { req_id, type: 'clock_reading', status: 'ok', offset_ms: offsetMs }
}

/** What a press test of a slot has shown: each button that was pressed, and its light, which shone until then. */
export function notePressTest(
  tx: Transaction,
  command: Pick<RawCommand, 'deviceId' | 'action'>,
  pressed: readonly boolean[] | undefined,
  actor: Actor,
  at: number,
): void {
  if (command.action !== 'press_test' || !pressed) return
  const numbers = pressed.flatMap((is, number) => (is ? [number] : []))
  noteTests(tx, command.deviceId, 'button', numbers, at, actor)
  noteTests(tx, command.deviceId, 'light', numbers, at, actor)
}

/** Buttons that were pressed in play. Nothing is written twice a day: whoever says it looks first. */
export function handleButtonsPressed(tx: Transaction, work: Of<'buttonsPressed'>, actor: Actor): null {
  const { deviceId, pressed } = work
  if (knownKind(tx, deviceId) === undefined) return null
  for (const { number, at } of pressed) noteTests(tx, deviceId, 'button', [number], at, actor)
  return null
}

/** The core's clock was set: tests are as old as they were; how far the operator's clock is from it, nobody knows any more. */
export function readyClockSet(tx: Transaction, byMs: number): void {
  if (tx.gate.shiftTests.run(byMs).changes > 0) tx.readyTouched.allTests = true
  if (tx.gate.shiftDoor.run(byMs).changes > 0) tx.readyTouched.door = true
  if (tx.gate.dropClockReading.run().changes > 0) tx.readyTouched.clock = true
}

/**
 * The machine was switched off or started anew: a Pi without internet goes on at the time it was switched off at, so how far the
 * operator's clock is from it nobody knows any more. `bootId` null: this machine does not say.
 */
export function forgetReadingOfOtherBoot(tx: Transaction, bootId: string | null): void {
  if (bootId === null || tx.sql.meta.get(BOOT_ID) === bootId) return
  tx.sql.putMeta.run(BOOT_ID, bootId)
  if (tx.gate.dropClockReading.run().changes > 0) tx.readyTouched.clock = true
}

function noteTests(
  tx: Transaction,
  deviceId: string,
  part: 'button' | 'light',
  numbers: readonly number[],
  at: number,
  actor: Actor,
): void {
  for (const number of numbers) tx.gate.putTest.run(deviceId, part, number, at, actor.key)
  if (numbers.length > 0) tx.readyTouched.tests.add(deviceId)
}

/** Whether somebody is logged in: otherwise the actor is a page, a script or the machine itself. */
function isNamed({ key }: Actor): boolean {
  return !key.startsWith('ui:') && key !== 'http' && key !== 'admin'
}

function tellDoors(
  tx: Transaction,
  work: Of<'opDoorsOpen' | 'opDoorsClose'>,
  decision: Decision<DoorChange>,
  actor: Actor,
  at: number,
  data: Record<string, number>,
): void {
  if (decision.changes.length === 0 && decision.status === 'ok') return
  writeJournal(tx, { at, kind: work.kind, outcome: decision.status, reason: decision.reason, actor, data })
}

function nobodyKnows<Change>(): Decision<Change> {
  const detail =
    'The checks were not looked at yet, so nobody knows what is red. Nothing was changed; try again in a moment.'
  return refuse('refused', 'not_ready', detail)
}

function unknownWaiver(waiver: number): Decision<never> {
  const detail = `There is no waiver ${waiver}. Nothing was changed; look at the checks and name the one that is shown.`
  return refuse('refused', 'unknown_waiver', detail, { field: 'waiver' })
}

function notASlot(deviceId: string): Decision<never> {
  const detail = `${deviceId} is not a slot that is known here. Nothing was changed.`
  return refuse('refused', 'not_a_slot', detail, { field: 'target_id' })
}
