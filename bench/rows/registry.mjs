// Every row family of the bench, in the order of the table.
import { fanOut } from './fan-out.mjs'
import { frozen } from './frozen.mjs'
import { growthClients } from './growth-clients.mjs'
import { growthRows } from './growth-rows.mjs'
import { guard } from './guard.mjs'
import { memory } from './memory.mjs'
import { paced } from './paced.mjs'
import { selfCheck } from './self-check.mjs'
import { slot } from './slot.mjs'
import { slowFsync } from './slow-fsync.mjs'
import { storm1000 } from './storm.mjs'
import { throughput } from './throughput.mjs'
import { wallet } from './wallet.mjs'

export const rows = [
  selfCheck,
  throughput,
  guard,
  paced,
  wallet,
  slowFsync,
  frozen,
  storm1000,
  fanOut,
  memory,
  slot,
  growthClients,
  growthRows,
]
