import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

const MB = 1_048_576

/**
 * How much may still be written where a folder lies, in MB. Null: it cannot be read, or is not there; one that is `notYet` made
 * has what there is where it would be.
 */
export async function freeMb(folder: string, notYet = false): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return Math.floor((bavail * bsize) / MB)
  } catch (error) {
    const isMissing = notYet && (error as NodeJS.ErrnoException).code === 'ENOENT'
    const parent = dirname(folder)
    return isMissing && parent !== folder ? freeMb(parent, notYet) : null
  }
}

/** Whether a file lies on the device of another. Null: it is not there, or cannot be reached. */
export async function onSameDevice(path: string, other: string): Promise<boolean | null> {
  try {
    const [one, two] = await Promise.all([stat(path), stat(other)])
    return one.dev === two.dev
  } catch {
    return null
  }
}
