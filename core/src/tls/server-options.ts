import type { SecureContextOptions, TlsOptions } from 'node:tls'
import type { Certificates } from './certificates.js'
import type { ClientCerts } from './tls-config.js'

/** A client that has not shaken hands by then is let go, in milliseconds. */
export const HANDSHAKE_MS = 5000

/** TLS 1.3's suites, and of 1.2 those with forward secrecy and authenticated encryption: small controllers have them too. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')

/** What of a server can be changed while it runs. */
export function contextOptions({ ca, cert, key }: Certificates, clientCerts: ClientCerts): SecureContextOptions {
  return {
    cert,
    key,
    ...(clientCerts === 'off' || ca === null ? {} : { ca }),
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS,
    // The client's order: a Raspberry Pi 4 has no AES in hardware, and asks for ChaCha20 first.
    honorCipherOrder: false,
  }
}

/**
 * A server's options. Browsers are asked for a certificate only where it is required: being asked, they would ask their
 * person, each time.
 */
export function serverOptions(certificates: Certificates, configured: ClientCerts, browsers: boolean): TlsOptions {
  const clientCerts = browsers && configured === 'allow' ? 'off' : configured
  return {
    ...contextOptions(certificates, clientCerts),
    requestCert: clientCerts !== 'off',
    rejectUnauthorized: clientCerts === 'require',
    handshakeTimeout: HANDSHAKE_MS,
  }
}
