import { expect, it } from 'vitest'
import { createMemoryKeep } from '../session/keep'
import { createViewStore, shownTab } from './view-store'

it('O40 shows the floor by day and the night by night, unless the operator chose', () => {
  expect(shownTab(null, 'day')).toBe('floor')
  expect(shownTab(null, 'night')).toBe('night')
  expect(shownTab(null, null)).toBe('night')
  expect(shownTab('desk', 'night')).toBe('desk')
})

it('O40 keeps the choice of screen for the tab, and the desk and the name for the machine', () => {
  const keeps = { tab: createMemoryKeep(), machine: createMemoryKeep() }
  createViewStore('fr', keeps).setState({
    tab: 'desk',
    deskId: 'change-02',
    myName: 'Nadia',
    deskCard: { tag: '04A37C91', visit: 3 },
  })
  expect(createViewStore('fr', keeps).getState()).toMatchObject({
    tab: 'desk',
    deskId: 'change-02',
    myName: 'Nadia',
    deskCard: { tag: '04A37C91' },
  })
  const elsewhere = { tab: createMemoryKeep(), machine: keeps.machine }
  expect(createViewStore('fr', elsewhere).getState()).toMatchObject({ tab: null, deskId: 'change-02', deskCard: null })
})
