/** Debian's Chromium, or another one named in the environment. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Without sandbox (CI runs as root) and without anything of the browser's own on the network. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where motion is not what is looked at: without a graphics card it keeps a processor busy as long as a page is open. */
export const STILL = { reducedMotion: 'reduce' } as const
