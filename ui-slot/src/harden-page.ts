/** What a page offers by itself and a player has no use for: menus, selection, drag and drop, gestures, the clipboard, a print-out. */
const REFUSED = [
  'contextmenu',
  'dragstart',
  'dragover',
  'drop',
  'selectstart',
  'gesturestart',
  'gesturechange',
  'copy',
  'cut',
  'paste',
  'beforeprint',
  'beforeinstallprompt',
] as const

/** Keys that a browser takes for itself, whatever is held with them. Tab, Enter, Space and 1 to 6 play. */
const BROWSER_KEY =
  /^(F\d{1,2}|Escape|Backspace|ContextMenu|PrintScreen|Help|Find|Print|Open|Save|New|Close|Power|Sleep|WakeUp|Browser\w+|Launch\w+|Zoom\w+|Mail\w+)$/
const STATE = { eg: 'kiosk' }

/**
 * A kiosk has no menu, no zoom, nothing to drag and no way out that a page can close. The browser's own last keys (Ctrl+W, Alt+F4)
 * are the business of whoever starts it: it is started again.
 */
export function hardenPage(target: Window): void {
  const listen = (names: readonly string[], refuseIt: (event: Event) => void) => {
    // Before anybody else, and not passive, or the browser does not listen to the refusal.
    for (const name of names) target.addEventListener(name, refuseIt, { capture: true, passive: false })
  }
  listen(REFUSED, refuse)
  listen(['wheel'], (event) => (event as WheelEvent).ctrlKey && refuse(event))
  listen(['keydown'], (event) => isForBrowser(event as KeyboardEvent) && refuse(event))
  listen(['mousedown', 'mouseup', 'auxclick'], (event) => isNoPress(event as MouseEvent) && refuse(event))
  closeDoors(target)
  stay(target)
}

function refuse(event: Event): void {
  event.preventDefault()
}

/** Shortcuts of any kind: with Ctrl, Alt or the system's key nothing here is meant. AltGr types on some keyboards. */
function isForBrowser({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return ctrlKey || altKey || metaKey || BROWSER_KEY.test(key)
}

/** The other buttons of a mouse open menus and windows, and go back. */
function isNoPress({ button }: MouseEvent): boolean {
  return button !== 0
}

const silent = () => null

/** Windows and dialogs stop a page until somebody answers, and nobody can. */
function closeDoors(target: Window): void {
  Object.assign(target, { open: silent, print: silent, alert: silent, confirm: silent, prompt: silent })
}

/** Back leads to where the page already is. */
function stay(target: Window): void {
  target.history.pushState(STATE, '')
  target.addEventListener('popstate', () => target.history.pushState(STATE, ''))
}
