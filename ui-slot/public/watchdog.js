// Loaded before the page itself, so that it is there when that is not: a page whose program does not arrive, or ends before it has
// shown anything, is loaded again after 20 s, then 40, two minutes at most. What goes wrong later is the program's own watch.
;(() => {
  const KEPT_AS = 'eg-empty-loads'
  const times = Math.min(Number(sessionStorage.getItem(KEPT_AS)) || 0, 5)
  setTimeout(
    () => {
      if (document.querySelector('#root')?.childElementCount) return sessionStorage.removeItem(KEPT_AS)
      sessionStorage.setItem(KEPT_AS, String(times + 1))
      location.reload()
    },
    Math.min(20_000 * 2 ** times, 120_000),
  )
})()
