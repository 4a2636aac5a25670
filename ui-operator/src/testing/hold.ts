import { act } from 'react'

/** A finger that comes down on something; `lift` takes it away. */
export async function fingerDown(at: HTMLElement): Promise<{ lift: () => Promise<void> }> {
  const pointer = { bubbles: true, cancelable: true, button: 0, pointerId: 1 }
  await act(async () => void at.dispatchEvent(new PointerEvent('pointerdown', pointer)))
  return {
    lift: () =>
      act(async () => {
        at.dispatchEvent(new PointerEvent('pointerup', pointer))
        at.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }))
      }),
  }
}
