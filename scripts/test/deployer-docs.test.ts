import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, accountedFor, printedPieces, sourceFiles } from './printed-words.js'

// What the deployer's pages say is held against the code: the words that they quote, and everything that they name.

const PAGES = ['docs/deploy.md', 'docs/venue.md', 'docs/troubleshooting.md']
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const pages = PAGES.map((path) => ({ path, text: read(path) }))
const all = pages.map(({ text }) => text).join('\n')

/** Lines of programs that are not ours. */
const FOREIGN = ['Unit eg-kiosk.service could not be found.']
/** `reader: missing`: a part and how it is. */
const PART = /^(buttons|lights|reader|keys|screen): (ok|off|simulated|missing|fault)$/
const FRAME = /^(Failed — |[✓✗→+] )/

/** What stands in a block of printed words, and in the first column of a table of printed words. */
function quotes(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```text\n([^]*?)\n *```$/gm)].flatMap(([, block = '']) => block.split('\n'))
  const tables = [...text.matchAll(/^\| (?:it prints|it prints instead|line) \|.*\n\|.*\n((?:\|.*\n)+)/gm)]
  const cells = tables.flatMap(([, rows = '']) => [...rows.matchAll(/^\|([^|]*)\|/gm)].map(([, cell = '']) => cell))
  return [...blocks, ...cells.flatMap(inCode)].filter((line) => line.trim() !== '').map(bare)
}
const inCode = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
function bare(line: string): string {
  const text = line.trim().startsWith('{') ? (JSON.parse(line) as { msg: string }).msg : line.trim()
  return text
    .replace(FRAME, '')
    .replace(FRAME, '')
    .replace(/ \([\d.]+ ms\)$/, '')
    .replace(/\.$/, '')
    .trim()
}

describe('the deployer’s pages', () => {
  it('I97 quote what the programs print', () => {
    const pieces = printedPieces()
    const quoted = [...new Set(pages.flatMap(({ text }) => quotes(text)))]
    expect(quoted.length).toBeGreaterThan(60)
    const known = (quote: string) =>
      FOREIGN.some((line) => line.startsWith(quote)) ||
      PART.test(quote) ||
      pieces.some((line) => accountedFor(quote, [(line[0] ?? '').replace(FRAME, ''), ...line.slice(1)]) > 0.25)
    expect(quoted.filter((quote) => !known(quote))).toEqual([])
  })

  it('I97 quote what the pages show: buttons in italics, sentences between quotation marks', () => {
    const words = ['ui-operator/src/words', 'ui-slot/src/words']
      .flatMap((folder) => sourceFiles([folder]))
      .map(read)
      .join('\n')
    const shown = [
      ...[...all.matchAll(/(?<![*\w])\*([^*\n]+)\*(?!\*)/g)].map(([, text = '']) => text.replaceAll('`', '')),
      ...[...read('docs/troubleshooting.md').matchAll(/"([A-Z][^"\n]{7,})"/g)].map(([, text = '']) => text),
    ].filter((text) => !text.startsWith('Authorization'))
    expect(shown.length).toBeGreaterThan(10)
    const pattern = (text: string) =>
      // A name, an age or an amount fills a place of the page's own words.
      text
        .replaceAll(/[.…]+$/g, '')
        .replaceAll(/slot-\d+|\d+ s ago/g, '{{')
        .split('{{')[0] as string
    expect(shown.filter((text) => !words.includes(pattern(text).trim()))).toEqual([])
  })

  it('I98 name scripts and options that there are, in a release too', () => {
    const shipped = read('scripts/lib/release/stage.mjs')
    const calls = [
      ...all.matchAll(
        /(?<!\w)(?:\/opt\/eg\/current\/|eg-0\.1\.0\/)?scripts\/([a-z_]+(?:\.sh)?)([^`\n#|]*)|`(admin\.sh|[a-z]+\.sh)([^`\n]*)`/g,
      ),
    ]
    expect(calls.length).toBeGreaterThan(30)
    for (const [, long, words = '', short, more = ''] of calls) {
      const name = (long ?? short) as string
      expect(shipped, name).toContain(`'scripts/${name}'`)
      const own = read(`scripts/${name}`)
      const helpers = ['deploy_core.sh', 'deploy_slot.sh'].includes(name) ? read('scripts/install.sh') : ''
      const programs =
        name === 'admin.sh'
          ? sourceFiles(['core/src/cli', 'core/src/privacy']).map(read).join('\n') + read('core/src/certs.ts')
          : ''
      const mqtt = name === 'test_mqtt_connection' ? read('scripts/lib/test-mqtt-connection.mjs') : ''
      for (const [, option] of (words + more).matchAll(/\s--([a-z-]+)/g)) {
        const known = own + helpers + programs + mqtt
        expect(new RegExp(`--${option}\\b|\\b'?${option}'?: \\{ type`).test(known), `${name} --${option}`).toBe(true)
      }
    }
  })

  it('I98 name settings, metrics, routes, units and reasons that there are', () => {
    const settings = ['core', 'slot', 'kiosk'].map((role) => read(`deploy/env/${role}.env`)).join('\n')
    const tools = ['EG_TEST_TOOLS', 'EG_RELEASE', 'MQTT_USERNAME', 'MQTT_PASSWORD', 'EG_AUTH']
    for (const [name] of all.matchAll(/\b(?:EG|MQTT|BACKUP|NIGHT|API|SLOT|CORE)_[A-Z_]+\b|\bBIND\b/g))
      expect(tools.includes(name) || new RegExp(`^#?${name}=`, 'm').test(settings), name).toBe(true)
    const metrics = read('core/src/ops/metrics.ts')
    // Ansible's variables begin alike.
    const told = all.replace(/^## Ansible\n[\s\S]*?(?=^## )/m, '')
    for (const [name] of told.matchAll(/\beg_[a-z_]+/g)) expect(metrics).toContain(name.replace(/^eg_/, ''))
    const routes = sourceFiles(['core/src/http']).map(read).join('\n')
    for (const [path] of all.matchAll(/\/api\/[a-z]+/g)) expect(routes).toContain(`'${path}'`)
    for (const [unit] of all.matchAll(/\beg-(?:core|slot|kiosk|switch)(?=[ `:;,.]|$)/gm))
      expect(existsSync(join(ROOT, `deploy/systemd/${unit}.service`)), unit).toBe(true)
    const rules = sourceFiles(['core/src']).map(read).join('\n')
    const table = /\| `reason` \|[^\n]*\n\|[^\n]*\n((?:\|.*\n)+)/.exec(all)?.[1] ?? ''
    const reasons = [...table.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell = '']) => inCode(cell))
    expect(reasons.length).toBeGreaterThan(6)
    expect(reasons.filter((reason) => !rules.includes(`'${reason}'`))).toEqual([])
  })

  it('I98 link to files and headings that there are', () => {
    const anchors = (path: string) =>
      [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      )
    for (const { path, text } of pages) {
      for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
        const [file = '', anchor] = target.split('#')
        const there = file === '' ? path : normalize(join(dirname(path), file))
        expect(existsSync(join(ROOT, there)), `${path}: ${target}`).toBe(true)
        if (anchor !== undefined) expect(anchors(there), `${path}: ${target}`).toContain(anchor)
      }
    }
  })
})
