import { useMemo, type RefObject } from 'react'
import { useMay } from '../login/may'
import { useLive, useSession, useWords } from '../session/use-session'
import { useActions, type Action } from '../view/actions'
import { useFleetView } from './use-fleet'

/** What the keys do here, and the palette offers: for the device whose row is open, else for the one the arrows reached. */
export function useFleetActions(searchBox: RefObject<HTMLInputElement | null>): void {
  const { fleet, sendOrder, testLights } = useSession()
  const { t } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const id = useFleetView((view) => view.openId ?? view.activeId)
  const open = useFleetView((view) => view.openId !== null)
  const isSlot = useLive((s) => (id === null ? undefined : s.devices.get(id)?.kind) === 'slot')
  const own = useMemo<Action[]>(() => {
    if (id === null || !isSlot) return []
    const show = () => fleet.view.setState({ openId: id, activeId: id })
    const press = (testId: string) => () => {
      show()
      // Its button is there once its details are; on a tablet what it tells is below the edge.
      requestAnimationFrame(() => {
        const button = document.querySelector<HTMLElement>(`[data-testid="${testId}-${id}"]`)
        button?.scrollIntoView({ block: 'start' })
        button?.click()
      })
    }
    const actions: (Action | false)[] = [
      may('opDeviceCommand') && {
        id: 'fleet.identify',
        label: t('action.fleet_identify', { device: id }),
        key: 'I',
        run: () => void sendOrder(id, { action: 'identify' }),
      },
      may('testCommand') && {
        id: 'fleet.lights',
        label: t('action.fleet_lights', { device: id }),
        key: 'X',
        run: () => void testLights(id),
      },
      may('opDeviceCommand') && {
        id: 'fleet.buttons',
        label: t('action.fleet_buttons', { device: id }),
        key: 'U',
        run: press('buttons-start'),
      },
      may('opDeviceCommand') && {
        id: 'fleet.reload',
        label: t('action.fleet_reload', { device: id }),
        run: press('order-reload_screen'),
      },
      may('opDeviceCommand') && {
        id: 'fleet.log',
        label: t('action.fleet_log', { device: id }),
        key: 'J',
        run: press('log-read'),
      },
      may('opSwap') && {
        id: 'fleet.swap',
        label: t('action.fleet_swap', { device: id }),
        key: 'W',
        run: () => fleet.view.setState({ swapping: id }),
      },
    ]
    return actions.flatMap((action) => (action ? [{ ...action, disabled: !up }] : []))
  }, [id, isSlot, fleet, may, t, up, sendOrder, testLights])
  useActions([
    ...own,
    {
      id: 'fleet.search',
      label: t('action.fleet_search'),
      key: '/',
      run: () => searchBox.current?.focus(),
    },
    {
      id: 'fleet.attention',
      label: t('action.fleet_attention'),
      run: () => fleet.view.setState((view) => ({ filter: { ...view.filter, show: 'attention' } })),
    },
    ...(open
      ? [{ id: 'fleet.close', label: t('panel.close'), key: 'Esc', run: () => fleet.view.setState({ openId: null }) }]
      : []),
  ])
}
