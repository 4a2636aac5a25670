import { setFlagsFromString } from 'node:v8'

// Imported before everything else, so that what is loaded already fits (docs/decisions/0023: what it saves and costs).
// Turbofan makes quick code of what runs hot; nothing does on a slot, and its threads keep some 10 MB of what they worked with.
setFlagsFromString('--no-opt')
// New objects get 1 MB, whatever survives while modules load; V8 would go to 16 MB and keep what it has.
setFlagsFromString('--semi-space-growth-factor=1')
