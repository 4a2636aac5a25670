const REFUSED = ['contextmenu', 'dragstart', 'selectstart', 'gesturestart'] as const
const ZOOM_KEYS = new Set(['+', '-', '=', '0'])

/**
 * A kiosk has no menu, no zoom and nothing to drag. What a style sheet cannot turn off is turned off here; the address
 * bar and the way out are the business of whoever starts the browser.
 */
export function hardenPage(target: Window): void {
  for (const name of REFUSED) target.addEventListener(name, refuse)
  // Not passive, or the browser does not listen to the refusal.
  target.addEventListener('wheel', refuseZoomByWheel, { passive: false })
  target.addEventListener('keydown', refuseZoomByKey)
}

function refuse(event: Event): void {
  event.preventDefault()
}

function refuseZoomByWheel(event: WheelEvent): void {
  if (event.ctrlKey) event.preventDefault()
}

function refuseZoomByKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && ZOOM_KEYS.has(event.key)) event.preventDefault()
}
