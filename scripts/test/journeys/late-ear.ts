import type { BrowserContext } from 'playwright-core'

/** A page that for a while hears nothing new of some topics, while its link stands and what it says arrives. */
export interface LateEar {
  hold(): void
  letGo(): void
}

/** Goes between the page and its broker; before the page is opened. `topics` are beginnings of names. */
export async function layLateEar(context: BrowserContext, topics: readonly string[]): Promise<LateEar> {
  let held: (() => void)[] | null = null
  await context.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      if (held && topics.some((topic) => message.includes(topic))) held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  return {
    hold: () => void (held ??= []),
    letGo() {
      const late = held ?? []
      held = null
      for (const send of late) send()
    },
  }
}
