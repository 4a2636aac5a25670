// Fills a folder with what the image of a part holds beside Node and node_modules.
//   node stage-image.mjs core|slot FOLDER [VERSION]
import { readFileSync } from 'node:fs'
import { IMAGE_PARTS, stageImage } from './stage.mjs'

const [role, dir, version = JSON.parse(readFileSync('package.json', 'utf8')).version] = process.argv.slice(2)
if (!(role in IMAGE_PARTS)) throw new Error(`There is no image of "${role}": use core or slot.`)
stageImage({ dir, version, role })
