// Writes docs/contracts.md from the table of contracts, and the JSON Schema of scripts. Run by `npm run docs`.
import { writeFileSync } from 'node:fs'
import { contractsReference } from '@eg/shared/reference'
import { showScriptSchema } from '@eg/shared/show-script-schema'

writeFileSync(new URL('../../docs/contracts.md', import.meta.url), contractsReference())
writeFileSync(new URL('../../docs/show-script.schema.json', import.meta.url), showScriptSchema())
