// @vitest-environment happy-dom
import './testing/all-words'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it } from 'vitest'
import { ErrorBoundary } from './error-boundary'

function Broken(): never {
  throw new Error('broken on purpose')
}

it('O29 a page that breaks says so and offers to reload', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const host = document.createElement('div')
  const root = createRoot(host, { onCaughtError: () => undefined })
  await act(async () =>
    root.render(
      <ErrorBoundary lang={() => 'en'}>
        <Broken />
      </ErrorBoundary>,
    ),
  )
  expect(host.textContent).toContain('This page has stopped')
  expect(host.querySelector('button')?.textContent).toBe('Reload')
})
