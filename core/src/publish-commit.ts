import type { OpPanic } from '@eg/shared'
import type { Broker } from './broker/start-broker.js'
import type { BatchResult } from './commit/command.js'
import type { CardsWorker } from './ops/cards-worker.js'
import type { CommandCourier } from './ops/command-courier.js'
import type { DeviceBoard } from './ops/device-board.js'
import type { NightTimer } from './ops/night-timer.js'
import type { SwapCourier } from './swap/swap-courier.js'
import type { PanicWatch } from './ops/panic-watch.js'
import type { ReadyWatch } from './ops/ready-watch.js'

export interface CommitHearers {
  broker: Pick<Broker, 'isHeard' | 'publish'>
  board: Pick<DeviceBoard, 'mend' | 'learn' | 'noteLights' | 'claim'>
  timer: Pick<NightTimer, 'set'>
  courier: Pick<CommandCourier, 'learn'>
  swaps: Pick<SwapCourier, 'learn'>
  ready: Pick<ReadyWatch, 'learn' | 'look'>
  panic: Pick<PanicWatch, 'learn'>
  cardsWorker: Pick<CardsWorker, 'learn'>
}

/** Tells the world what a batch changed: journal lines where somebody listens, states, devices, timer, commands to devices. */
export function publishCommit(
  result: BatchResult,
  { broker, board, timer, courier, cardsWorker, swaps, ready, panic }: CommitHearers,
): void {
  if (result.timeline !== '' && broker.isHeard('opTimeline')) {
    for (const line of result.timeline.split('\n')) {
      broker.publish({ contract: 'opTimeline', params: {}, payload: JSON.parse(line) })
    }
  }
  for (const publication of result.publications) broker.publish(board.mend(publication))
  board.learn(result.devices)
  for (const { contract, params, payload } of result.publications) {
    if (contract === 'opPanic') panic.learn(payload as OpPanic)
    if (contract === 'inputLeds' && params.device_id) board.noteLights(params.device_id)
    if (contract === 'deviceStatus' && params.device_id) board.claim(params.device_id, payload === 'online')
  }
  if (result.timer !== undefined) timer.set(result.timer)
  courier.learn(result.commands)
  if (result.cardJob !== undefined) cardsWorker.learn(result.cardJob)
  if (result.swaps) swaps.learn(result.swaps)
  if (!result.ready) return
  ready.learn(result.ready)
  // What somebody said or did is seen at once; a press test of many slots says much, and waits for the next look.
  if (result.ready.waivers || result.ready.door !== undefined || result.ready.clock !== undefined) ready.look()
}
