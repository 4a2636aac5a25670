// The topics the load speaks on, from the one table of them.
import { buildTopic, contracts } from '@eg/shared'

export const VOTE = contracts.nightVote.topic
export const DEBIT = contracts.walletDebit.topic
export const BALANCE = contracts.walletGet.topic
export const MODE = contracts.modeState.topic
export const MODE_SET = contracts.opModeSet.topic
export const STEP = contracts.nightStep.topic
export const CLOCK = contracts.clockState.topic
/** Where a device hears its answers; `%` stands for its id. */
export const ANSWER = buildTopic(contracts.deviceAnswer.topic, { device_id: '%' })
/** Open to everybody by default (EG_OPEN_TOPICS): nothing is stored, nothing is looked up. */
export const OPEN = 'eg/test/bench'
