import { contracts, type Bus, type Contract, type ContractName, type OperatorRole } from '@eg/shared'
import { useStore } from 'zustand'
import { useSession } from '../session/use-session'
import type { AccessState } from './access'

/** The role of whoever is at the page; null: nobody asks, and everything may be done. */
export function roleOf(state: AccessState): OperatorRole | null {
  return state.is === 'in' ? state.role : null
}

export function useRole(): OperatorRole | null {
  return useStore(useSession().access.store, roleOf)
}

/** Tells of a command whether this operator may give it: what the table of contracts says, nothing else. */
export function useMay(): (name: ContractName) => boolean {
  const role = useRole()
  return (name) => role === null || contracts[name].publishers.some((publisher) => publisher === role)
}

/** The same bus, which does not ask for what this operator may not hear: the broker would refuse it, and count it. */
export function hearOnly(bus: Bus, role: OperatorRole | null): Bus {
  if (role === null) return bus
  const may = ({ subscribers }: Contract) => subscribers.includes(role)
  return {
    ...bus,
    subscribe: (contract, ...rest) => (may(contract) ? bus.subscribe(contract, ...rest) : () => undefined),
  }
}
