import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StartFailure } from '../start-failure.js'
import { openEnrolmentStore } from './enrolment-store.js'

let folder: string
const open = () => openEnrolmentStore(join(folder, 'slot-01.db'))
const mode = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8)
const SECRET = { device_id: 'slot-04', role: 'slot', secret: 'aVerySecretSecretOfThisDevice' }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-enrolment-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('what a device keeps of itself', () => {
  it('A61 makes another key where the one it had cannot be read or kept, and says so', () => {
    const noted: unknown[] = []
    const key = join(folder, 'slot-01.enrolment-key.json')
    writeFileSync(key, '{"client_id":"slot-01"}')
    const made = openEnrolmentStore(join(folder, 'slot-01.db'), (error) => noted.push(error)).application()
    expect([noted.length, open().application()]).toEqual([1, made])
    writeFileSync(join(folder, 'file'), '')
    const nowhere = openEnrolmentStore(join(folder, 'file', 'slot-01.db'), (error) => noted.push(error))
    expect(nowhere.application()).toEqual(nowhere.application())
    nowhere.applicationDone()
    expect(noted.length).toBeGreaterThan(2)
  })

  it('A61 is the same key and name after a restart, until it has done its work', () => {
    expect(open().load()).toBeNull()
    const first = open().application()
    expect(first.clientId).toMatch(/^new-[0-9a-f]{16}$/)
    expect(open().application()).toEqual(first)
    open().applicationDone()
    expect(open().application()).not.toEqual(first)
  })

  it('A64 is another key when it was put out, and is remembered as that', () => {
    const first = open().application()
    const second = open().beginAnew(true)
    expect(second.keys).not.toEqual(first.keys)
    expect(open().application()).toEqual({ ...second, revoked: true })
  })

  it('A62 is read by its own user alone, whole or not at all', () => {
    open().save(SECRET)
    open().application()
    expect(readdirSync(folder).sort()).toEqual(['slot-01.enrolment-key.json', 'slot-01.enrolment.json'])
    expect([mode('slot-01.enrolment.json'), mode('slot-01.enrolment-key.json')]).toEqual(['600', '600'])
    // What a power cut left of an earlier attempt is in nobody's way.
    writeFileSync(join(folder, 'slot-01.enrolment.json.new'), '{"half')
    open().save({ ...SECRET, device_id: 'slot-05' })
    expect(open().load()).toEqual({ ...SECRET, device_id: 'slot-05' })
    expect(existsSync(join(folder, 'slot-01.enrolment.json.new'))).toBe(false)
  })

  it('A62 is closed to others when somebody opened it to them', () => {
    open().save(SECRET)
    chmodSync(join(folder, 'slot-01.enrolment.json'), 0o644)
    expect(open().load()).toEqual(SECRET)
    expect(mode('slot-01.enrolment.json')).toBe('600')
  })

  it('A62 is refused in a line that names the file and says what to do when it is not what was written', () => {
    for (const text of [
      '',
      '{"device_id":"slot-04"',
      '{"device_id":"slot/04","role":"slot","secret":"0123456789abcdef"}',
      '[]',
    ]) {
      writeFileSync(join(folder, 'slot-01.enrolment.json'), text)
      expect(() => open().load()).toThrow(StartFailure)
      expect(() => open().load()).toThrow(/slot-01\.enrolment\.json .*enrol this device again$/)
      expect(readFileSync(join(folder, 'slot-01.enrolment.json'), 'utf8')).toBe(text)
    }
  })
})
