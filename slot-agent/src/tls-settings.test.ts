import { expect, it } from 'vitest'
import { tlsHint } from './tls-settings.js'

it.each([
  ['CERT_NOT_YET_VALID', 'set the clock'],
  ['CERT_HAS_EXPIRED', '"npm run certs" on the core'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'set EG_TLS_CA'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'set EG_TLS_CA'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', '--names or --addresses'],
])('V16 %s is told with what to do', (code, words) => {
  expect(tlsHint(Object.assign(new Error('x'), { code }))).toContain(words)
})

it('V16 another error is told as it is', () => expect(tlsHint(new Error('x'))).toBe(''))
