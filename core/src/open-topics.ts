import { allContracts, filterOf } from '@eg/shared'

/**
 * What is wrong with a filter of EG_OPEN_TOPICS; null if it may be used. It must be a valid filter (MQTT-4.7.1), and share
 * no topic with a contract: a vote on a free topic would be acknowledged, passed on, and never counted.
 */
export function openTopicProblem(filter: string): string | null {
  if (!isFilter(filter)) return `"${filter}" is not a topic or filter, such as test,eg/test/#`
  if (filter.startsWith('$')) return `"${filter}" is the broker's own: name topics of yours, such as test,eg/test/#`
  const taken = allContracts.find(({ topic }) => overlap(filter.split('/'), filterOf(topic).split('/')))
  return taken ? `"${filter}" takes in ${taken.topic}, a topic of EG: name your own, such as test,eg/test/#` : null
}

function isFilter(filter: string): boolean {
  if (filter === '' || filter.includes('\0')) return false
  return filter
    .split('/')
    .every((level, i, all) => level === '+' || (level === '#' && i === all.length - 1) || !/[+#]/.test(level))
}

/** Whether some topic matches both filters, given as levels. */
function overlap([a, ...restA]: string[], [b, ...restB]: string[]): boolean {
  if (a === '#' || b === '#') return true
  if (a === undefined || b === undefined) {
    // `a/#` also matches `a`.
    return a === b || (a ?? b) === '#'
  }
  return (a === '+' || b === '+' || a === b) && overlap(restA, restB)
}
