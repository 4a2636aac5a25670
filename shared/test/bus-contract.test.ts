import { describeBus } from './bus-contract.suite'
import { memoryVenue, mqttVenue } from './venues'

describeBus('in memory', memoryVenue)
describeBus('MQTT over TCP', () => mqttVenue('mqtt'))
describeBus('MQTT over WebSocket', () => mqttVenue('ws'))
