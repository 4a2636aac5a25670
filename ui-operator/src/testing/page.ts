import { act } from 'react'
import { settle } from './desk'

// What covers the page stands outside the host that `openDesk` looks in: these look everywhere.

/** What is called `id` anywhere on the page, dialogs included; null: nothing. */
export function seek(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
}

export function at(id: string): HTMLElement {
  const element = seek(id)
  if (!element) throw new Error(`nothing on the page is called ${id}`)
  return element
}

export const textAt = (id: string) => at(id).textContent?.replace(/\s+/g, ' ') ?? ''

export const tap = (id: string) =>
  act(async () => {
    const element = at(id)
    ;(element.querySelector('input') ?? element).click()
    await settle()
  })

export const write = (id: string, text: string) =>
  act(async () => {
    const input = at(id)
    // React listens for changes it did not make itself: set the value past its own setter.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
