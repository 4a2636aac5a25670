/** Whether a text is an origin as browsers write it (RFC 6454): scheme, name, and port where it is not the usual one. */
export function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text
}
