import { describe, expect, it } from 'vitest'
import { allContracts, contracts } from './contracts/table.js'
import { validate } from './payload.js'
import { carriesBanner, isRehearsal } from './rehearsal.js'

const told = allContracts.filter((contract) => contract.kind !== 'command' && carriesBanner(contract))

describe('the banner of a rehearsal', () => {
  it('E28 passes the schema of every state that the core alone publishes, and is read from it', () => {
    const states = told.filter(({ topic }) => /^eg\/(state|op|night)\//.test(topic))
    expect(states.length).toBeGreaterThan(12)
    for (const contract of states) {
      const read = validate(contract, { ...(contract.sample as object), rehearsal: true })
      expect([contract.name, read.ok && isRehearsal(read.value)]).toEqual([contract.name, true])
    }
  })

  it('E28 is never needed: a message of a real evening, or of a release before, has none', () => {
    for (const contract of told) {
      const read = validate(contract, contract.sample)
      expect([contract.name, read.ok && isRehearsal(read.value)]).toEqual([contract.name, false])
    }
  })

  it('E28 is not for texts, nor for what devices say of themselves', () => {
    const names = told.map(({ name }) => name)
    expect(names).not.toContain(contracts.deviceStatus.name)
    expect(names).not.toContain(contracts.inputLeds.name)
    expect([isRehearsal('rehearsal'), isRehearsal(null), isRehearsal({ rehearsal: 'yes' })]).toEqual([
      false,
      false,
      false,
    ])
  })
})
