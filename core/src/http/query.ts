/** The number of a query parameter, `fallback` without one, undefined for nonsense. */
export function wholeNumber<F>(
  text: string | undefined,
  fallback: F,
  min: number,
  max: number,
): number | F | undefined {
  if (text === undefined) return fallback
  const value = Number(text)
  return text !== '' && Number.isInteger(value) && value >= min && value <= max ? value : undefined
}
