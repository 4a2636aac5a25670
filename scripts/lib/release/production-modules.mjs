// Puts the production node_modules into a folder, for an image.
//   node production-modules.mjs FOLDER
import { cpSync } from 'node:fs'
import { productionDependencies } from './dependencies.mjs'

cpSync(productionDependencies(), process.argv[2], { recursive: true })
