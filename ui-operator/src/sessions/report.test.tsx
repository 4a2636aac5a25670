// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createOpenAccess } from '../login/open-access'
import { openDesk } from '../testing/desk'
import { at, seek, tap, textAt } from '../testing/page'
import { readScreens } from '../view/screens'
import { TABS } from '../view/view-store'
import { anEvening, aReport, aRow } from './session-samples'

type Desk = Awaited<ReturnType<typeof openDesk>>
let desk: Desk
let asked: string[] = []
let broken = false
// The screens' files are read before the clock of the first test runs.
beforeAll(() => readScreens(TABS), 60_000)
afterEach(async () => {
  broken = false
  document.querySelector('iframe')?.remove()
  await desk.close()
})

const PAGE = '<!doctype html><html><head><style>p{}</style></head><body><p>Les &lt;Martin&gt;</p></body></html>'

async function open(report: object = aReport()) {
  asked = []
  const fetch = async (input: string | URL | Request) => {
    const path = String(input)
    asked.push(path)
    if (path.startsWith('/api/sessions?')) return Response.json({ items: [aRow(3)], next_before: null })
    if (broken) return new Response('', { status: 503 })
    if (path.includes('format=html')) return new Response(PAGE)
    if (path.endsWith('/transfers')) return new Response('transfer,at\n')
    return Response.json(report)
  }
  desk = await openDesk([], { access: { ...createOpenAccess({ is: 'in', name: 'Léa', role: 'gamemaster' }), fetch } })
  await desk.press('tab-sessions')
  await desk.say(contracts.opSession, anEvening())
  await desk.pass(0)
  await desk.key('Tab')
  await desk.pass(0)
  ;(at('past-3').querySelector('button') as HTMLButtonElement).dataset['testid'] = 'open-3'
  await tap('open-3')
  await desk.pass(0)
}

describe('a report', () => {
  it('J68 tells figures, votes as bars in their option’s colour with who chose, and keeps secret what was not revealed', async () => {
    await open()
    const figures = textAt('report-figures')
    for (const words of ['3 h', '2 h 30 min', '66,67', 'Justes']) expect(figures).toContain(words)
    // Numbered through the evening, the step beside: a step asked twice is two questions.
    const asked = [...at('report-votes').querySelectorAll('h3')].map((h) => h.textContent ?? '')
    expect(asked.map((text) => text.slice(0, 2))).toEqual(asked.map((_, i) => `${i + 1}.`))
    expect(asked[0]).toMatch(/étape\s\d/)
    const boris = at('votes-7-2')
    expect(boris.textContent).toContain('slot-02')
    expect(boris.style.getPropertyValue('--option')).toBe('var(--eg-option-2)')
    expect([boris.style.getPropertyValue('--share'), boris.hasAttribute('data-winner')]).toEqual(['1', true])
    expect(textAt('votes-7-3')).toContain('0')
    expect(seek('votes-8-1')).toBeNull()
    expect(textAt('report-votes')).toContain('les votes restent secrets')
    expect(textAt('report-incidents')).toContain('Panique')
    expect(textAt('report-incidents')).toContain('ce choix n’était pas proposé')
    expect(textAt('report-money')).toContain('players')
  })

  it('J69 says in a table what the chart draws', async () => {
    await open()
    const rows = [...at('report-ledger').querySelectorAll('tbody tr')]
    expect(rows).toHaveLength(3)
    expect(at('report-ledger').querySelector('.eg-chart')?.getAttribute('aria-hidden')).toBe('true')
    expect(at('report-ledger').querySelector('tfoot')?.textContent).toContain('3,00')
  })

  it('O151 tells the cash of each desk in a table of its own, with what lies in the drawer', async () => {
    await open()
    const cells = [...at('report-desk-change-01').querySelectorAll('tfoot :is(th, td)')].map((cell) => cell.textContent)
    expect(cells.map((cell) => cell?.replaceAll(/\s/g, ' '))).toEqual(['Ensemble', '20,00', '0,00', '0,00', '20,00'])
  })

  it('J70 prints the core’s own page in the operator’s language, and nothing else', async () => {
    await open()
    const meta = document.createElement('meta')
    meta.setAttribute('property', 'csp-nonce')
    Object.assign(meta, { nonce: 'abc' })
    document.head.append(meta)
    const print = vi.fn()
    const frames = vi.spyOn(HTMLIFrameElement.prototype, 'contentWindow', 'get')
    frames.mockReturnValue({ print } as never)
    await desk.key('i')
    await desk.pass(0)
    expect(asked.at(-1)).toBe('/api/sessions/report/3?format=html&lang=fr')
    const frame = document.querySelector('iframe')
    expect(frame?.getAttribute('sandbox')).not.toContain('allow-scripts')
    expect(frame?.srcdoc).toBe(PAGE.replace('<style>', '<style nonce="abc">'))
    frame?.dispatchEvent(new Event('load'))
    expect(print).toHaveBeenCalled()
    frames.mockRestore()
    meta.remove()
  })

  it('J71 hands its tables over as files, fetched with the page’s token', async () => {
    await open()
    const saved = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
    await tap('csv-transfers')
    await desk.pass(0)
    expect(asked.at(-1)).toBe('/api/sessions/money/3/transfers')
    expect(saved).toHaveBeenCalledOnce()
    saved.mockRestore()
    broken = true
    await tap('csv-votes')
    await desk.pass(0)
    expect(asked.at(-1)).toBe('/api/sessions/tables/3/votes')
    expect(textAt('report-files')).toContain('n’a pas pu être lu')
  })

  it('J72 says so when it cannot be read, and goes back', async () => {
    await open({ odd: true })
    expect(at('sessions-screen').textContent).toContain('Le rapport n’a pas pu être lu')
    await tap('report-back')
    expect(seek('past-sessions')).not.toBeNull()
  })
})
