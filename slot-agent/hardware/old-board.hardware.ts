import { onBoard, PULLED_UP } from './board.js'
import { holdsOnEveryBoard } from './every-board.js'

onBoard('old', PULLED_UP, (site) => {
  holdsOnEveryBoard(site, { driver: 'onoff', chosen: 'onoff: pinctrl-bcm2835 in sysfs, lines from 0' })
})
