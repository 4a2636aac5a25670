/** `316 254`, as it stands on the screen. */
export function spaced(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`
}
