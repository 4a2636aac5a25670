import './small-heap.js'

// Not an import statement: those are all loaded before the first is run, and then the heap would have grown already.
await import('./slot-process.js')
