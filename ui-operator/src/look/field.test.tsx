// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it } from 'vitest'
import { Field } from './field'

it('O160 a field is tied to its label, and to its hint or, in its place, its error', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const box = document.createElement('div')
  document.body.replaceChildren(box)
  const root = createRoot(box)
  const draw = (error?: string) =>
    act(async () =>
      root.render(
        <Field label="Name" hint="As it is called" error={error} errorTestId="wrong">
          {(control) => <input {...control} />}
        </Field>,
      ),
    )
  const input = () => box.querySelector('input') as HTMLInputElement
  const said = () => document.getElementById(input().getAttribute('aria-describedby') ?? '')?.textContent
  await draw()
  expect(box.querySelector('label')?.htmlFor).toBe(input().id)
  expect([said(), input().getAttribute('aria-invalid')]).toEqual(['As it is called', null])
  await draw('It is empty')
  expect([said(), input().getAttribute('aria-invalid')]).toEqual(['It is empty', 'true'])
  expect(box.querySelector('[data-testid="wrong"]')?.getAttribute('role')).toBe('alert')
  expect(box.textContent).not.toContain('As it is called')
  await act(async () => root.unmount())
})
