import { useStore } from 'zustand'
import { useSession, useView } from '../session/use-session'

/**
 * Who works here. Whoever is logged in is known; where nobody logs in they say their name, which is kept on the machine. `by` is
 * what goes with a command.
 */
export function usePerson() {
  const { access, view } = useSession()
  const loggedIn = useStore(access.store, (state) => (state.is === 'in' ? state.name : null))
  const myName = useView((v) => v.myName)
  const name = loggedIn ?? myName.trim()
  return {
    anonymous: loggedIn === null,
    name,
    by: name === '' ? {} : { by: name },
    typed: myName,
    setName: (typed: string) => view.setState({ myName: typed }),
  }
}
