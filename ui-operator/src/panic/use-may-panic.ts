import { useMay } from '../login/may'

/** Whether this operator may stop anything at all. */
export function useMayPanic(): boolean {
  const may = useMay()
  return may('opMoneyFreeze') || may('opGameFreeze') || may('opBlackout') || may('opMessageShow')
}
