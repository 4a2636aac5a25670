// @vitest-environment happy-dom
import { contracts, type TimelineEntry } from '@eg/shared'
import { act } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk, settle } from '../testing/desk'
import { aDevice, aLine, START_MS } from '../testing/samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
afterEach(async () => {
  await desk.close()
  window.history.replaceState(null, '', '#')
})

const plain = { outcome: 'ok', run: null, device_id: null }
const journal: TimelineEntry[] = [
  aLine(9, { ...plain, kind: 'opCardFreeze', actor: 'Léa', data: { tag_uid: '04A37C91', why: 'perdue' } }),
  aLine(8, { ...plain, kind: 'undo', actor: 'Sam', data: { undoes: 3, command: 'opModeSet', why: 'trop tôt' } }),
  aLine(7, { ...plain, kind: 'linkDown', device_id: 'slot-02', actor: 'slot-02' }),
  aLine(6, { outcome: 'refused', reason: 'not_offered', device_id: 'slot-02', actor: 'slot-02' }),
  aLine(5, {}),
  aLine(4, {
    ...plain,
    kind: 'runOpened',
    run: 7,
    actor: 'Léa',
    data: { step: 3, question: 'Qui ?', options: 'A · B' },
  }),
  aLine(3, { ...plain, kind: 'opModeSet', actor: 'Sam', data: { mode: 'night' } }),
]
const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

async function open(older = false, answers: (path: string) => Response = () => new Response(null, { status: 404 })) {
  const asked: string[] = []
  const access = {
    ...createOpenAccess(),
    fetch: async (path: RequestInfo | URL) => {
      asked.push(String(path))
      return answers(String(path))
    },
  }
  desk = await openDesk([{ items: journal, next_before: older ? 3 : null }], { access })
  await desk.press('tab-timeline')
  return asked
}
const seqs = () => [...desk.host.querySelectorAll<HTMLElement>('.eg-line')].map((line) => Number(line.dataset['seq']))
const words = (id: string) => desk.get(id).textContent?.replaceAll(/\s+/g, ' ') ?? ''
const line = (seq: number) => desk.host.querySelector<HTMLElement>(`.eg-line[data-seq="${seq}"]`)
const openLine = (seq: number) =>
  act(async () => {
    line(seq)?.click()
    await settle()
  })
const choose = (id: string, value: string) =>
  act(async () => {
    const select = desk.get(id) as HTMLSelectElement
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(select, value)
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })

describe('the timeline’s filter', () => {
  it('C90 takes kind, operator, card, question and time together, shows each that is set, and takes it away', async () => {
    await open()
    await desk.press('timeline-more')
    await choose('timeline-operator', 'Sam')
    expect(seqs()).toEqual([8, 3])
    await choose('timeline-kind', 'undo')
    expect(seqs()).toEqual([8])
    await desk.press('timeline-unset-kind')
    await desk.press('timeline-unset-operator')
    await desk.type('timeline-card', '7c91')
    expect(seqs()).toEqual([9])
    await desk.press('timeline-unset-card')
    await desk.type('timeline-run', '7')
    expect(seqs()).toEqual([6, 5, 4])
    await desk.press('timeline-group-refused')
    expect(seqs()).toEqual([6])
  })

  it('C91 asks the core for the lines of a request, and says who may', async () => {
    const item = { ...journal[0], what: 'line', req_id: 'op-77' }
    const near = { ...journal[4], what: 'line', req_id: 'other' }
    const asked = await open(false, (path) =>
      path.includes('dispute') ? json({ items: [near, item], next_after: null }) : json({}, 404),
    )
    await desk.press('timeline-more')
    await desk.type('timeline-request', 'op-77')
    await desk.pass(400)
    await act(settle)
    expect(asked.filter((path) => path.includes('dispute'))).toEqual([
      '/api/dispute?req_id=op-77&after=0&limit=1000&format=json',
    ])
    expect(seqs()).toEqual([9])
  })

  it('C91 says that others may not search by request', async () => {
    await open(false, () => json({}, 403))
    await desk.press('timeline-more')
    await desk.type('timeline-request', 'op-77')
    await desk.pass(400)
    await act(settle)
    expect([seqs(), desk.host.textContent?.includes('Seuls le maître de jeu et la caisse')]).toEqual([[], true])
  })

  it('C94 says how far back was searched while older lines are not read', async () => {
    await open(true)
    await desk.press('timeline-group-refused')
    expect(words('timeline-searched')).toContain('Cherché dans 7 lignes')
  })

  it('C99 what operators gave carries who, and why where they said it', async () => {
    await open()
    expect(line(8)?.textContent?.replaceAll(/\s/g, ' ')).toContain('« Changer de mode » annulé par Sam (trop tôt)')
    expect(line(4)?.querySelector('small')?.textContent).toBe('Léa')
    // Named in the sentence already, and a device is no operator.
    for (const seq of [8, 7]) expect(line(seq)?.querySelector('small')?.textContent).toBe('')
  })
})

describe('a line of the timeline', () => {
  it('C92 opens to what was said, what was answered, and the lines that belong to it', async () => {
    await open(false, (path) =>
      path.startsWith('/api/timeline')
        ? json({ items: [{ ...journal[1], req_id: 'op-5' }], next_before: 8 })
        : json({
            items: [
              {
                seq: 8,
                at: 1,
                what: 'answer',
                kind: 'undo',
                outcome: 'ok',
                reason: null,
                req_id: 'op-5',
                data: { undone: 'opModeSet' },
              },
            ],
            next_after: null,
          }),
    )
    await openLine(8)
    const told = words('line-details')
    for (const word of ['Ligne 8', 'op-5', 'Sam', 'Pourquoitrop tôt', 'Annule la ligne3']) expect(told).toContain(word)
    expect(words('line-answer')).toContain('undone')
    expect(words('linked-3')).toContain('annule')
    await desk.press('linked-3')
    expect(words('linked-8')).toContain('annulé par')
  })

  it('C93 is named by the page’s address while it is open, and opened by it', async () => {
    await open()
    await openLine(6)
    expect(window.location.hash).toBe('#line-6')
    await desk.press('line-close')
    expect([window.location.hash, desk.find('line-details')]).toEqual(['', null])
    await act(async () => {
      window.history.replaceState(null, '', '#line-7')
      window.dispatchEvent(new Event('hashchange'))
      await settle()
    })
    expect(words('line-details')).toContain('Ligne 7')
  })

  it('C93 that this page has not read is read by its number', async () => {
    window.history.replaceState(null, '', '#line-1')
    const first = aLine(1, { ...plain, kind: 'coreStart', actor: 'core' })
    const asked = await open(false, (path) =>
      path.startsWith('/api/timeline') ? json({ items: [first] }) : json({}, 404),
    )
    await act(settle)
    expect(asked).toEqual(['/api/timeline?before=2&limit=1'])
    expect(words('line-details')).toContain('Le core a démarré')
  })
})

describe('the replay', () => {
  it('C96 steps, plays in the pace of what happened, and stands still at the end', async () => {
    await open()
    await openLine(5)
    await desk.press('line-replay')
    expect(words('replay-at')).toContain('3/7')
    expect([words('replay-run'), words('replay-mode')]).toEqual([expect.stringContaining('1 sur ? a voté'), 'ModeNuit'])
    await desk.key('ArrowLeft')
    expect([words('replay-at').slice(-3), words('replay-run')]).toEqual([
      '2/7',
      expect.stringContaining('0 sur ? a voté'),
    ])
    await desk.press('replay-first')
    expect([words('replay-at'), words('replay-mode')]).toEqual([
      expect.stringContaining('0/7'),
      expect.stringContaining('pas connu'),
    ])
    // One second lies between two lines; at four times the speed a quarter of one.
    await desk.press('replay-play')
    await desk.pass(0)
    expect(words('replay-at')).toContain('1/7')
    await desk.pass(250)
    expect(words('replay-at')).toContain('2/7')
    await desk.press('replay-x16')
    for (let i = 0; i < 8; i += 1) await desk.pass(63)
    expect(words('replay-at')).toContain('7/7')
    expect(words('replay-devices')).toContain('slot-02 hors ligne')
    await desk.key('Escape')
    expect(desk.find('replay')).toBeNull()
  })

  it('C96 a span is typed, and the slider goes to any line of it', async () => {
    await open()
    await desk.press('timeline-replay')
    await desk.type('replay-position', '4')
    expect(words('replay-at')).toContain('4/7')
    expect(line(6)?.dataset['current']).toBe('true')
    expect(desk.session.clock.now()).toBeGreaterThanOrEqual(START_MS)
  })

  it('C96 says where what was read begins, and reads older lines', async () => {
    await open(true)
    await desk.press('timeline-replay')
    expect(words('replay-cut')).toContain('Le journal n’est lu que depuis')
    expect(words('replay-freezes')).toContain('pas connu')
    const before = desk.reads.length
    await desk.press('replay-older')
    expect(desk.reads.slice(before)).toEqual([3])
  })
})

describe('the export', () => {
  const files: Promise<string>[] = []
  const make = URL.createObjectURL
  afterEach(() => {
    URL.createObjectURL = make
    files.length = 0
  })
  const keepFiles = () => {
    URL.createObjectURL = (blob) => {
      files.push((blob as Blob).text())
      return 'blob:kept'
    }
  }

  it('C97 writes the lines that were read and fit the filter, and says so', async () => {
    keepFiles()
    await open()
    await desk.press('timeline-group-refused')
    await desk.press('timeline-json')
    expect(JSON.parse(await files[0]!)).toEqual({ items: [journal[3]] })
    expect(words('timeline-exported')).toBe('1 ligne écrite : celle qui était lue')
  })

  it('C97 has the core write what it can be asked for whole, page by page', async () => {
    keepFiles()
    const pages = ['seq,at\n1,5\n', 'seq,at\n2,6\n']
    const asked = await open(false, (path) =>
      path.includes('dispute')
        ? new Response(pages.shift() ?? null, { headers: pages.length === 1 ? { 'x-next-after': '1' } : {} })
        : json({}, 404),
    )
    await desk.say(contracts.opDevice, aDevice('slot-02'), { device_id: 'slot-02' })
    await choose('timeline-device', 'slot-02')
    await desk.press('timeline-csv')
    expect(asked.filter((path) => path.includes('dispute'))).toEqual([
      '/api/dispute?slot=slot-02&after=0&limit=1000&format=csv',
      '/api/dispute?slot=slot-02&after=1&limit=1000&format=csv',
    ])
    expect(await files[0]!).toBe('seq,at\n1,5\n2,6\n')
    expect(words('timeline-exported')).toBe('Écrit par le core : journal entier, avec les réponses')
  })
})

describe('two operators', () => {
  it('C99 a line that another one gives arrives with their name', async () => {
    await open()
    await desk.say(contracts.opTimeline, aLine(10, { ...plain, kind: 'opDoorsOpen', actor: 'Nadia' }))
    expect(line(10)?.textContent).toContain('par Nadia')
  })
})
