import { existsSync } from 'node:fs'

/**
 * The core's own folder, that of its package.json: the programs run from `dist` and, bundled, from `dist/bundle`, at another depth.
 */
export const CORE_FOLDER: URL = folderOf(new URL('./', import.meta.url))

function folderOf(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : folderOf(new URL('../', folder))
}
