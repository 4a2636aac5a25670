import type { TrackedCommand } from '../../../commit/command.js'
import type { RawCommand } from '../fleet-statements.js'
import type { Transaction } from '../transaction.js'

/** Keeps a command to a device, for whoever hears of the commit to send it. Returns its id. */
export function sendCommand(
  tx: Transaction,
  { deviceId, action, args }: { deviceId: string; action: string; args: object },
  at: number,
): string {
  // Not a number that counts up: a database that was begun anew would count from 1, and devices remember. Large: a whole fleet may
  // be told something in one millisecond.
  const cmdId = `c${tx.random(2 ** 40)}-${at.toString(36)}`
  tx.fleet.addCommand.run(cmdId, deviceId, action, JSON.stringify(args), at, at)
  track(tx, tx.fleet.command.get(cmdId) as RawCommand)
  return cmdId
}

/** A command that is new or changed, for whoever sends it. */
export function track(tx: Transaction, raw: RawCommand): void {
  tx.commands.set(raw.cmdId, tracked(raw))
}

export function tracked({ cmdId, deviceId, action, args, status }: RawCommand): TrackedCommand {
  return { cmdId, deviceId, action, args: JSON.parse(args) as TrackedCommand['args'], status }
}
