import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the release lies that all files of the suite test; the first that needs one makes it. */
    releaseFolder: string
  }
}

/** One folder for the whole suite: a release is made once, not by each file. */
export default function oneRelease(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'eg-release-'))
  project.provide('releaseFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
