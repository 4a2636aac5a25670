import { toJSONSchema } from 'zod/v4/core'
import * as books from './contracts/books.js'
import * as cards from './contracts/cards.js'
import * as clock from './contracts/clock.js'
import type { Contract, Encoding, Kind } from './contracts/contract.js'
import * as desk from './contracts/desk.js'
import * as deviceCommands from './contracts/device-commands.js'
import * as devices from './contracts/devices.js'
import * as enrolment from './contracts/enrolment.js'
import * as inputs from './contracts/inputs.js'
import * as mode from './contracts/mode.js'
import * as night from './contracts/night.js'
import * as operator from './contracts/operator.js'
import * as panic from './contracts/panic.js'
import * as payouts from './contracts/payouts.js'
import * as presence from './contracts/presence.js'
import * as ready from './contracts/ready.js'
import * as rounds from './contracts/rounds.js'
import * as show from './contracts/show.js'
import * as session from './contracts/session.js'
import * as sessionCards from './contracts/session-cards.js'
import * as slot from './contracts/slot.js'
import * as swap from './contracts/swap.js'
import { allContracts, contracts } from './contracts/table.js'
import * as undo from './contracts/undo.js'
import * as wallet from './contracts/wallet.js'
import { REHEARSAL_BANNER } from './rehearsal.js'

/** The chapters of the reference: a file of contracts each, in the order of a reader who builds a device. */
const SUBJECTS: readonly [title: string, file: object][] = [
  ['Devices', devices],
  ['Enrolment and operators', enrolment],
  ['Commands to devices', deviceCommands],
  ['Mode', mode],
  ['Night', night],
  ['Script of the night', show],
  ['Wallet', wallet],
  ['Rounds', rounds],
  ['Payouts', payouts],
  ['Cards', cards],
  ['Desk', desk],
  ['Books and floor', books],
  ['Buttons, lights and readers', inputs],
  ['Slot and its page', slot],
  ['Sessions', { ...session, ...sessionCards }],
  ['Operator', { ...operator, ...presence }],
  ['Clock', clock],
  ['Swaps', swap],
  ['Undo', undo],
  ['Panic', panic],
  ['Ready gate and doors', ready],
]

const KINDS: Record<Kind, string> = {
  command: 'command: committed to disk before it is acknowledged, then answered; never forwarded to subscribers',
  state: 'state: kept by the broker and handed to whoever subscribes; empty when there is none',
  event: 'event: passed on to whoever listens now, then gone',
}

const ENCODINGS: Record<Encoding, string> = {
  json: 'JSON object',
  text: 'plain text',
  'text-or-json': 'plain text or JSON object',
  any: 'anything',
}

/** The parts of a JSON schema that the contracts use. */
interface Schema {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

/** `docs/contracts.md`: the table of topics for people, in Markdown. The same text for the same table. */
export function contractsReference(): string {
  const chapters = SUBJECTS.map(([title, file]) => ({
    title,
    rows: allContracts.filter((contract) => Object.values(file).includes(contract)),
  }))
  const told = chapters.flatMap(({ rows }) => rows)
  const untold = allContracts.filter((contract) => !told.includes(contract))
  if (untold.length > 0) throw new Error(`no subject in reference.ts for ${untold.map((c) => c.name).join(', ')}`)
  return [
    intro(),
    overview(chapters),
    ...chapters.map(({ title, rows }) => [`## ${title}`, ...rows.map(section)].join('\n\n')),
  ]
    .join('\n\n')
    .concat('\n')
}

function intro(): string {
  const device = contracts.deviceAnswer.topic
  const page = contracts.opAnswer.topic
  return `# Topics

<!-- Generated from shared/src/contracts by \`npm run docs\`; do not edit. -->

Every MQTT topic EG speaks. The broker refuses what is not here, except the topics left free for your own props
(\`EG_OPEN_TOPICS\`, by default \`test\` and \`eg/test/#\`).

- **Parameters.** \`{device_id}\` is a device's name (\`slot-01\`, \`table-02\`, \`change-01\`): 1–64 letters, digits, \`-\`, \`_\` or
  \`.\`, a letter or digit first. A slot, table or change desk names and reads only itself, an operator any device.
  \`{client_id}\` is the MQTT client id of a page; a page names and reads only its own.
- **Kinds.** A *command* is on disk before it is acknowledged, is answered, and is forwarded to nobody. A *state* is retained:
  who subscribes later gets it too, and an empty payload means that there is none any more. An *event* reaches whoever
  listens now.
- **QoS** is what our own programs use. The broker takes any QoS: a command sent at QoS 0 is carried out and answered all the
  same, but only QoS 1 tells you that it arrived.
- **Roles.** \`core\`, \`slot\`, \`slot-ui\` (the page of a slot, client id \`<device_id>-ui\`), \`table\`, \`change\` (change desk),
  \`guest\` (no credentials: the free topics, and asking to be enrolled). Operators are \`gamemaster\` (may everything an operator
  may), \`cashier\` (desks, payouts, cards), \`technician\` (devices) or \`viewer\` (looks on). With \`EG_AUTH=open\` whoever is no known
  device has every role. A subscription is granted only if everything its filter can match may be
  read: \`eg/dev/+/res\` is refused to a slot, \`eg/dev/slot-01/res\` is granted to slot-01.
- **Answers** come on \`${device}\`, to a page on \`${page}\`: \`{req_id, type, status, …}\`. Find yours by its \`req_id\`. A
  \`req_id\` is yours to make, unique for the device; send a command again with the same \`req_id\` and it is carried out once and
  answered again.
- **Refusals.** What the rules or the payload's schema refuse is acknowledged (PUBACK success) and answered with \`status\` and
  \`reason\`, a stable word for programs, \`detail\`, a sentence for people, and \`field\` where one field is at fault. \`invalid\`:
  it does not fit the fields below. \`unavailable\`: the outcome is unknown; keep the id and ask again. A topic that your role
  may not publish gets PUBACK 0x87 (MQTT 5) or is dropped (3.1.1).
- **Rehearsal.** While the venue rehearses ([how](rehearsal.md)) every JSON object that the core alone publishes also has
  \`rehearsal: true\`; on a real evening it has no such field. Show it, or ignore it.
- **Fields.** Fields that are not listed are ignored, so later versions may add some. Money is whole cents. \`…_ms\`, \`at\`,
  \`closes_at\`: milliseconds since 1970 on the core's clock. \`ts\` and \`timestamp\` of a device are information only.`
}

function overview(chapters: { title: string; rows: readonly Contract[] }[]): string {
  const rows = chapters.flatMap((chapter) => chapter.rows)
  return table(
    ['topic', 'kind', 'QoS', 'retained', 'from', 'to'],
    rows.map((c) => [
      `[\`${c.topic}\`](#${c.name.toLowerCase()})`,
      c.kind,
      String(c.qos),
      c.retain ? 'yes' : 'no',
      roles(c.publishers),
      readers(c),
    ]),
  )
}

function section(contract: Contract): string {
  const schema = toJSONSchema(contract.schema, { unrepresentable: 'any', io: 'input' }) as Schema
  const { sample } = contract
  const facts = [
    `- Topic: \`${contract.topic}\``,
    `- Kind: ${KINDS[contract.kind]}`,
    `- QoS ${contract.qos}, ${contract.retain ? 'retained' : 'not retained'}, ${ENCODINGS[contract.encoding]}`,
    `- Published by: ${roles(contract.publishers)}`,
    `- Subscribed by: ${readers(contract)}`,
    ...answerLine(contract),
    ...(contract.mqttOnly ? ['- Over MQTT only: it is about the connection it comes over, and stored nowhere'] : []),
    ...(contract.httpOnly ? ['- Over HTTP only: it carries or answers a secret'] : []),
  ]
  const shown =
    typeof sample === 'string' ? ['```text', sample, '```'] : ['```json', JSON.stringify(sample, null, 2), '```']
  return [`### ${contract.name}`, contract.summary, facts.join('\n'), ...payload(schema), shown.join('\n')].join('\n\n')
}

function answerLine({ answer, answerTo }: Contract): string[] {
  if (answer === undefined) return []
  const topic = answerTo === 'page' ? contracts.opAnswer.topic : contracts.deviceAnswer.topic
  return [`- Answer: type \`${answer}\` on \`${topic}\``]
}

const roles = (list: readonly string[]): string => list.map((role) => `\`${role}\``).join(', ')

function readers(contract: Contract): string {
  return contract.subscribers.length > 0 ? roles(contract.subscribers) : 'nobody (the core takes it)'
}

/** The payload's fields; where there are several forms, each in turn. */
function payload(schema: Schema): string[] {
  const forms = schema.anyOf ?? [schema]
  return forms.flatMap((form, i) => [
    ...(forms.length > 1 ? [`${i === 0 ? 'Either' : 'or'}:`] : []),
    form.properties
      ? table(['field', 'required', 'value'], fields(form, ''))
      : `The text ${describe(form).replaceAll('"', '')}.`,
  ])
}

function fields(schema: Schema, prefix: string): string[][] {
  const listed = Object.entries(schema.properties ?? {}).filter(([name]) => !(name in REHEARSAL_BANNER))
  return listed.flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const inner = nested(field)
    const row = [`\`${path}\``, schema.required?.includes(name) ? 'yes' : 'no', describe(field)]
    return inner ? [row, ...fields(inner.schema, `${path}${inner.list ? '[]' : ''}.`)] : [row]
  })
}

/** The object inside a field: the field itself, one of its alternatives, or the entries of its list. */
function nested(field: Schema): { schema: Schema; list: boolean } | null {
  if (field.properties) return { schema: field, list: false }
  if (field.items?.properties) return { schema: field.items, list: true }
  const object = field.anyOf?.find((alternative) => alternative.properties)
  return object ? { schema: object, list: false } : null
}

function describe(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(describe).join(' or ')
  if ('const' in schema) return code(schema.const)
  if (schema.enum) return schema.enum.map(code).join(' or ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => describe({ ...schema, type })).join(' or ')
  switch (schema.type) {
    case 'integer':
      return `whole number${range(limit(schema.minimum), limit(schema.maximum))}`
    case 'number':
      return `number${range(schema.minimum, schema.maximum)}`
    case 'string':
      return `text${range(schema.minLength, schema.maxLength, ' characters')}${schema.pattern ? ` matching \`${schema.pattern}\`` : ''}`
    case 'boolean':
      return 'true or false'
    case 'null':
      return 'null'
    case 'array':
      return `list${range(schema.minItems, schema.maxItems, ' entries')}${schema.items ? ` of: ${describe(schema.items)}` : ''}`
    case 'object':
      return typeof schema.additionalProperties === 'object' && !schema.properties
        ? `object, each value: ${describe(schema.additionalProperties)}`
        : 'object'
    default:
      return 'anything'
  }
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``

/** The bounds that every safe integer has are not worth telling. */
const limit = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound

function range(low: number | undefined, high: number | undefined, unit = ''): string {
  if (low !== undefined && high !== undefined) return low === high ? `, ${low}${unit}` : `, ${low} to ${high}${unit}`
  if (low !== undefined) return `, at least ${low}${unit}`
  return high === undefined ? '' : `, at most ${high}${unit}`
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map(tableLine).join('\n')
}

function tableLine(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
