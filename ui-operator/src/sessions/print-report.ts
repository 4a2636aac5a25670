import { pageNonce } from '../look/page-nonce'

const FRAME = 'eg-print-frame'

/**
 * Prints the core's own page of a report, and nothing else: it is put into a frame that nobody sees, and the browser's dialog
 * opens on it. The frame stands under the page's content policy, so the style that comes with the page gets its nonce.
 */
export function printPage(html: string): HTMLIFrameElement {
  document.querySelector(`.${FRAME}`)?.remove()
  const frame = document.createElement('iframe')
  frame.className = FRAME
  frame.setAttribute('aria-hidden', 'true')
  frame.tabIndex = -1
  // No script runs in it; the browser's print dialog is a modal one.
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
  frame.addEventListener('load', () => frame.contentWindow?.print(), { once: true })
  frame.srcdoc = html.replace('<style>', `<style nonce="${pageNonce()}">`)
  document.body.append(frame)
  return frame
}
