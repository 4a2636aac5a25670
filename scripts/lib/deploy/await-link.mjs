// How far a slot has come with its core, waited for as long as that is not known yet: one line of two words.
//   node await-link.mjs HEALTH_URL WITHIN_S
// linked NAME | unlinked NAME (the core is not reached) | pending CODE, revoked CODE (an operator has to let it in) |
// dismissed - (turned away) | unknown - (the agent does not answer)
const [url, within] = process.argv.slice(2)
const started = performance.now()
const get = async (path) => (await fetch(new URL(path, url), { signal: AbortSignal.timeout(3000) })).json()

let found = await look()
while (['unlinked', 'unknown'].includes(found[0]) && performance.now() - started < Number(within) * 1000) {
  await new Promise((resolve) => setTimeout(resolve, 250))
  found = await look()
}
console.log(found.join(' '))

async function look() {
  try {
    const { state, code } = await get('/link')
    if (state === 'pending' || state === 'revoked') return [state, code]
    if (state === 'dismissed') return [state, '-']
    const { link, device_id } = await get('/health')
    return [link === true ? 'linked' : 'unlinked', device_id ?? '-']
  } catch {
    return ['unknown', '-']
  }
}
