/**
 * A reader that types leaves at most this between two characters, a person leaves more (ms). The agent hears the keys from the kernel and
 * the kiosk page from the browser: they tell reader and person apart by the same time.
 */
export const FAST_MS = 60
/** So long a character waits for one that may follow, before it is taken for a person's (ms); a little longer than `FAST_MS`. */
export const ALONE_MS = FAST_MS + 10
