import type { Case } from './case.js'
import { connecting } from './cases/connecting.js'
import { delivery } from './cases/delivery.js'
import { exactlyOnce } from './cases/exactly-once.js'
import { malformedPackets } from './cases/malformed.js'
import { overlapping } from './cases/overlapping.js'
import { limits, properties } from './cases/properties.js'
import { retained } from './cases/retained.js'
import { sessions, takeover } from './cases/sessions.js'
import { subscriptions } from './cases/subscriptions.js'
import { keepAlive, wills } from './cases/wills.js'

export interface Area {
  title: string
  cases: readonly Case[]
}

/** The whole table. A title begins with the number of the rule that its cases hold. */
export const TABLE: readonly Area[] = [
  { title: 'Q1 Connecting', cases: connecting },
  { title: 'Q2 Taking over', cases: takeover },
  { title: 'Q3 Sessions', cases: sessions },
  { title: 'Q4 Delivery and its QoS', cases: delivery },
  { title: 'Q5 Overlapping filters', cases: overlapping },
  { title: 'Q6 QoS 2', cases: exactlyOnce },
  { title: 'Q7 Retained messages', cases: retained },
  { title: 'Q8 Wills', cases: wills },
  { title: 'Q9 Keep alive', cases: keepAlive },
  { title: 'Q10 Subscriptions', cases: subscriptions },
  { title: 'Q11 Properties', cases: properties },
  { title: 'Q12 Limits', cases: limits },
  { title: 'Q13 Malformed packets', cases: malformedPackets },
]
