// Writes docs/contracts.md from the table of contracts. Run by `npm run docs`.
import { writeFileSync } from 'node:fs'
import { contractsReference } from '@eg/shared/reference'

writeFileSync(new URL('../../docs/contracts.md', import.meta.url), contractsReference())
