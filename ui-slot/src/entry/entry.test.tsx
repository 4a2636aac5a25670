// @vitest-environment happy-dom
import { act } from 'react'
import { type Root, createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { type Language, WordsProvider, createWords } from '../words/words'
import { Entry } from './entry'
import type { EntryState } from './start-entry'

;(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true

let root: Root
beforeEach(() => {
  document.body.innerHTML = '<div id="root"></div>'
  root = createRoot(document.querySelector('#root') as Element)
})
afterEach(() => act(async () => root.unmount()))

const show = (state: EntryState, language: Language = 'fr') =>
  act(async () =>
    root.render(
      <WordsProvider value={createWords(language)}>
        <Entry store={createStore(() => state)} address="http://slot:5173/">
          <p>the kiosk</p>
        </Entry>
      </WordsProvider>,
    ),
  )
const page = () => document.body.textContent ?? ''
const at = (id: string) => document.querySelector(`[data-testid="${id}"]`)

describe('what stands before the kiosk', () => {
  it('A70 is the code, large, in two groups, each digit with the shape of its button, and what to do', async () => {
    await show({ is: 'pending', code: '316254' })
    expect(at('pending-code')?.getAttribute('aria-label')).toBe('316 254')
    expect([...document.querySelectorAll('.pending-digit b')].map((digit) => digit.textContent)).toEqual([...'316254'])
    expect(document.querySelectorAll('.pending-digit svg')).toHaveLength(6)
    expect(page()).toContain('ouvrez Appareils et dites quelle borne montre ce code')
    await show({ is: 'pending', code: '316254' }, 'en')
    expect(page()).toContain('open Devices and say which slot shows this code')
    expect(page()).not.toContain('the kiosk')
  })

  it('A71 is that the slot was taken out, with the code that brings it back', async () => {
    await show({ is: 'revoked', code: '135312' })
    expect(page()).toContain('Cette borne a été retirée')
    expect(at('pending-code')?.getAttribute('aria-label')).toBe('135 312')
    await show({ is: 'revoked', code: '135312' }, 'en')
    expect(page()).toContain('This slot was taken out')
  })

  it('A71 is that the slot was turned away, and how it asks again', async () => {
    await show({ is: 'dismissed' }, 'en')
    expect(page()).toContain('This slot was turned away')
    expect(page()).toContain('restart it')
  })

  it('A72 is that the page lives on the slot, on any other machine', async () => {
    await show({ is: 'foreign' }, 'en')
    expect(at('elsewhere')?.textContent).toContain('This page lives on the slot')
    expect(page()).toContain('its address is http://localhost:5173')
    expect(page()).not.toContain('the kiosk')
  })
})
