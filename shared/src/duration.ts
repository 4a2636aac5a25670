const two = (n: number) => String(n).padStart(2, '0')

/**
 * A length of time as everybody writes it here, in French and English alike: `45 s`, `1 min 38 s`, `12 min`, `2 h 05 min`. Parts
 * that are zero are left out, and seconds from an hour on. `ms` in milliseconds; below 0 it is 0. Its spaces do not break a line.
 */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  if (h > 0) return `${h}\u00a0h${m > 0 ? `\u00a0${two(m)}\u00a0min` : ''}`
  return m > 0 ? `${m}\u00a0min${s > 0 ? `\u00a0${two(s)}\u00a0s` : ''}` : `${s}\u00a0s`
}
