import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

const MB = 1_048_576

/**
 * How much may still be written where a folder lies, in MB; where it is not made yet, where it would be. Null: it cannot be read.
 */
export async function freeMb(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return Math.floor((bavail * bsize) / MB)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const parent = dirname(folder)
    return isMissing && parent !== folder ? freeMb(parent) : null
  }
}
