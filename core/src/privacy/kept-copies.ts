import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { draftsAmong } from '../store/backups.js'
import { findBackups, syncFile } from '../store/sqlite/backup-files.js'

/** Backups, drafts of some, and databases that a restore kept aside: each holds what it held when it was taken. */
export function findCopies(dbPath: string, folder: string): string[] {
  const backups = findBackups(folder).map(({ file }) => join(folder, file))
  const drafts = isFolder(folder) ? draftsAmong(readdirSync(folder)).map((file) => join(folder, file)) : []
  const beside = dirname(dbPath)
  const aside = isFolder(beside)
    ? readdirSync(beside)
        .filter((name) => name.startsWith(`${basename(dbPath)}.aside-`))
        .map((name) => join(beside, name))
    : []
  return [...backups, ...drafts, ...aside]
}

export function deleteCopies(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true })
  for (const folder of new Set(files.map((file) => dirname(file)))) syncFile(folder)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
