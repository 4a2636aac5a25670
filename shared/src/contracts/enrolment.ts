import * as z from 'zod/mini'
import { GAME, TECHNICAL, command, event, state } from './contract.js'
import { coreTimeMs, deviceId, requestId, why } from './common.js'

/** What a device can be enrolled as. */
export const DEVICE_ROLES = ['slot', 'table', 'change'] as const
export type DeviceRole = (typeof DEVICE_ROLES)[number]

const deviceRole = z.enum(DEVICE_ROLES, 'role is "slot", "table" or "change"')
const text = (what: string, most: number) =>
  z
    .string(`${what} is a text`)
    .check(z.minLength(1, `${what} is not empty`), z.maxLength(most, `${what} has at most ${most} characters`))

/** What a stranger says of itself is shown in a terminal and on a page: nothing that moves a cursor or turns text around. */
const shown = (what: string, most: number) =>
  text(what, most).check(z.regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, `${what} has no control characters`))

/** 32 raw bytes in base64url. */
const key = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'a key is 32 bytes in base64url, 43 characters'))
/** Six digits from 1 to 6, one for each light: the same on the device's screen, in its lights and at the operator's page. */
const code = z.string().check(z.regex(/^[1-6]{6}$/, 'a code is six digits from 1 to 6'))
/** What names a device that waits: the beginning of its public key's SHA-256, in hex. */
const pendingKey = z
  .string()
  .check(z.regex(/^[0-9a-f]{16}$/, 'key is the key of a device in the list of those that wait'))

export const enrolHello = event({
  name: 'enrolHello',
  topic: 'eg/enrol/{client_id}/hello',
  schema: z.object({
    /** The machine's own name (its host name). */
    name: shown('name', 64),
    model: shown('model', 80),
    version: shown('version', 64),
    /** X25519; its private half never leaves the device. */
    public_key: key,
    /** The device id it would like (SLOT_ID). */
    wish: z.optional(deviceId),
    /** The device it was, if its secret is not taken any more. */
    was: z.optional(deviceId),
  }),
  publishers: ['guest'],
  subscribers: [],
  summary:
    'A device without a secret says that it is there, on each connect and every 10 s, until it is enrolled. Answered on `eg/enrol/{client_id}/state`.',
  sample: {
    name: 'raspberrypi',
    model: 'Raspberry Pi 4 Model B Rev 1.4',
    version: '0.1.0',
    public_key: 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo',
    wish: 'slot-04',
  },
})
export type EnrolHello = z.infer<typeof enrolHello.schema>

export const enrolState = event({
  name: 'enrolState',
  topic: 'eg/enrol/{client_id}/state',
  schema: z.union([
    z.object({ status: z.literal('open') }),
    /** `replaced`: another one has taken the place of the device it was (eg/core/op/swap). */
    z.object({ status: z.literal('pending'), code, replaced: z.optional(z.boolean()) }),
    z.object({
      status: z.literal('enrolled'),
      device_id: deviceId,
      role: deviceRole,
      /** The core's half of the key exchange, made for this answer alone. */
      core_key: key,
      /** The secret, readable only with the device's private key. */
      sealed: z.string().check(z.maxLength(400)),
    }),
    z.object({ status: z.literal('refused'), reason: z.string(), detail: z.string() }),
  ]),
  publishers: ['core'],
  subscribers: ['guest'],
  summary:
    'What becomes of a device that asked to be enrolled. `open`: no secret is needed, connect as you are. `pending`: an operator must say which device it is. `enrolled`: here is its secret, sealed (docs/decisions/0018). `refused`: `reason` is `full`, `code_taken` (make a new key pair), `dismissed` or `bad_key`.',
  sample: { status: 'pending' as const, code: '316254' },
})
export type EnrolState = z.infer<typeof enrolState.schema>

export const pageToken = command({
  name: 'pageToken',
  topic: 'eg/dev/{device_id}/page/token',
  schema: z.object({ req_id: requestId }),
  publishers: ['slot'],
  subscribers: [],
  summary:
    'A slot asks for a token for its own page, which connects with the device id as user name and the token as password. Answered with `token` and `expires_in_s`; refused as `open` where no token is needed. Kept in memory only.',
  sample: { req_id: 'p-1' },
  answer: 'page_token',
})

export const opPending = state({
  name: 'opPending',
  topic: 'eg/op/pending',
  schema: z.object({
    /** Longest waiting first. */
    items: z.array(
      z.object({
        key: pendingKey,
        name: z.string(),
        model: z.string(),
        version: z.string(),
        address: z.string(),
        code,
        wish: z.nullable(deviceId),
        since: coreTimeMs,
      }),
    ),
  }),
  publishers: ['core'],
  subscribers: TECHNICAL,
  summary: 'Devices that wait to be enrolled.',
  sample: {
    items: [
      {
        key: '9f86d081884c7d65',
        name: 'raspberrypi',
        model: 'Raspberry Pi 4 Model B Rev 1.4',
        version: '0.1.0',
        address: '192.168.1.44',
        code: '316254',
        wish: 'slot-04',
        since: 1700000000000,
      },
    ],
  },
})
export type OpPending = z.infer<typeof opPending.schema>

const technical = { publishers: TECHNICAL, subscribers: [], answerTo: 'page' } as const
const replace = z.optional(z.boolean('replace is true or false'))

export const opEnrol = command({
  ...technical,
  name: 'opEnrol',
  topic: 'eg/core/op/devices/enrol',
  schema: z.object({ req_id: requestId, key: pendingKey, device_id: deviceId, role: deviceRole, replace }),
  summary:
    'Let in a device that waits, under a name. A name that is enrolled already is refused (`already_enrolled`) unless `replace` is true: then its old secret is void. `not_pending`: nobody waits under this key. `has_voted`: the device has voted in the open question under the name it had.',
  sample: { req_id: 'op-1', key: '9f86d081884c7d65', device_id: 'slot-04', role: 'slot' as const },
  answer: 'device_enrol',
})

export const opDismiss = command({
  ...technical,
  name: 'opDismiss',
  topic: 'eg/core/op/devices/dismiss',
  schema: z.object({ req_id: requestId, key: pendingKey }),
  summary: 'Take a device off the list of those that wait. Its key is refused until the core starts again.',
  sample: { req_id: 'op-2', key: '9f86d081884c7d65' },
  answer: 'device_dismiss',
})

export const opRevoke = command({
  ...technical,
  name: 'opRevoke',
  topic: 'eg/core/op/devices/revoke',
  schema: z.object({ req_id: requestId, device_id: deviceId, reason: z.optional(why) }),
  summary:
    'A device is no longer let in: its secret is void and it is disconnected at once. `not_enrolled`: it never was.',
  sample: { req_id: 'op-3', device_id: 'slot-04', reason: 'stolen' },
  answer: 'device_revoke',
})

export const opDeviceAdd = command({
  ...technical,
  name: 'opDeviceAdd',
  topic: 'eg/core/op/devices/add',
  schema: z.object({
    req_id: requestId,
    device_id: deviceId,
    /** `script`: a program of the old system that calls the HTTP routes of that system; only with `legacy_from`. */
    role: z.enum([...DEVICE_ROLES, 'script'], 'role is "slot", "table", "change" or "script"'),
    /** A device of the old system, which knows no secret: it is known by its name and this address (IPv4 or IPv6). */
    legacy_from: z.optional(text('legacy_from', 45)),
    replace,
  }),
  httpOnly: true,
  summary:
    'Enrol a device that cannot ask by itself. Answered once with its `secret`, which nobody can read again, or, with `legacy_from`, without one.',
  sample: { req_id: 'op-4', device_id: 'change-01', role: 'change' as const },
  answer: 'device_add',
})

/** An operator's name: what one logs in with, and what stands in the journal. */
export const operatorName = z
  .string('name is a text')
  .check(
    z.regex(
      /^\p{L}[\p{L}\p{N} ._'’-]{0,39}$/u,
      'a name is 1-40 letters, digits, spaces, ".", "_", "-" or "\'", a letter first',
    ),
  )
export const MIN_PASSWORD = 8
export const MAX_PASSWORD = 128
export const password = z
  .string('password is a text')
  .check(
    z.minLength(MIN_PASSWORD, `a password has at least ${MIN_PASSWORD} characters`),
    z.maxLength(MAX_PASSWORD, `a password has at most ${MAX_PASSWORD} characters`),
  )
const operatorRole = z.enum(
  ['gamemaster', 'cashier', 'technician', 'viewer'],
  'role is "gamemaster", "cashier", "technician" or "viewer"',
)

const administrative = { publishers: GAME, subscribers: [], answerTo: 'page' } as const

export const opOperatorSet = command({
  ...administrative,
  name: 'opOperatorSet',
  topic: 'eg/core/op/operators/set',
  schema: z.object({
    req_id: requestId,
    name: operatorName,
    role: operatorRole,
    /** Absent: it stays as it is. A new operator needs one. */
    password: z.optional(password),
    /** The role that the name has on the screen of whoever asks (null: nobody has it); if it is another one by now the command is `stale`. */
    expect_role: z.nullish(operatorRole),
  }),
  httpOnly: true,
  summary:
    'Add an operator, or change role or password of one. Either change logs out all of that name. The last game master keeps the role (`last_gamemaster`).',
  sample: { req_id: 'op-5', name: 'Nadia', role: 'cashier' as const, password: 'correct horse' },
  answer: 'operator_set',
})

export const opOperatorRemove = command({
  ...administrative,
  name: 'opOperatorRemove',
  topic: 'eg/core/op/operators/remove',
  schema: z.object({ req_id: requestId, name: operatorName }),
  summary: 'Remove an operator and log out all of that name. The last game master stays (`last_gamemaster`).',
  sample: { req_id: 'op-6', name: 'Nadia' },
  answer: 'operator_remove',
})

export const opLogoutAll = command({
  ...administrative,
  name: 'opLogoutAll',
  topic: 'eg/core/op/operators/logout',
  schema: z.object({ req_id: requestId, name: operatorName }),
  summary: 'End every session of an operator, on every page.',
  sample: { req_id: 'op-7', name: 'Nadia' },
  answer: 'operator_logout',
})
