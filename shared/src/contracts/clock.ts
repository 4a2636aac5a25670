import * as z from 'zod/mini'
import { EVERYONE, event } from './contract.js'
import { coreTimeMs } from './common.js'

export const clockState = event({
  name: 'clockState',
  topic: 'eg/state/clock',
  qos: 0,
  schema: z.object({ now_ms: coreTimeMs }),
  publishers: ['core'],
  subscribers: EVERYONE,
  summary: 'The core’s time, every second. Two seconds without it is what a page calls “link lost”.',
  sample: { now_ms: 1700000000000 },
})
