/**
 * Whether things move: never where the browser was asked for stillness; else as the page's address says, else as the theme does.
 * Said to the style sheets as `data-motion` on the root.
 */
export function applyMotion(
  page: Document,
  { still, wanted, theme }: { still: boolean; wanted: boolean | null; theme: boolean },
): void {
  page.documentElement.dataset.motion = !still && (wanted ?? theme) ? 'on' : 'off'
}
