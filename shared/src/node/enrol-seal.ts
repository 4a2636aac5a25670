import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto'

// How a device's secret reaches it over a network that anybody may read: an ephemeral X25519 exchange (RFC 7748), HKDF-SHA256
// (RFC 5869) and AES-256-GCM (NIST SP 800-38D). Both ends stand here, so that they cannot differ. Node only.

const INFO = 'eg enrol 1'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const CODE_DIGITS = 6

/** A device's key pair, as it is kept in a file; each half is 32 bytes in base64url. */
export interface EnrolmentKeys {
  publicKey: string
  privateKey: string
}

export interface SealedSecret {
  /** The core's public half, made for this one answer; 32 bytes in base64url. */
  core_key: string
  /** base64url of nonce (12 bytes), ciphertext, tag (16 bytes). */
  sealed: string
}

export function createEnrolmentKeys(): EnrolmentKeys {
  // As bytes, never as key objects: exporting one that was just made can stop the process for ever. Node holds the key's
  // lock meanwhile, and a collection of the job that made it waits for the same lock (seen with Node 20.20).
  const { publicKey, privateKey } = generateKeyPairSync('x25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return { publicKey: rawOf(publicKey), privateKey: rawOf(privateKey) }
}

/** The key itself ends both encodings (RFC 8410). */
function rawOf(der: Buffer): string {
  return der.subarray(-KEY_BYTES).toString('base64url')
}

/** The six digits (1 to 6) that stand for a public key, the same on the device and at the core: `316254`. */
export function enrolmentCode(publicKey: string): string {
  let code = ''
  // 252 is the largest multiple of 6 in a byte: above it some digits would come more often.
  for (let block = digest(publicKey); ; block = createHash('sha256').update(block).digest()) {
    for (const byte of block) {
      if (byte < 252) code += String((byte % 6) + 1)
      if (code.length === CODE_DIGITS) return code
    }
  }
}

/** What names a waiting device in lists and commands: the first 16 hex digits of its public key's SHA-256. */
export function enrolmentKey(publicKey: string): string {
  return digest(publicKey).toString('hex').slice(0, 16)
}

/** Whether a public key can be used: 32 bytes that make a shared secret (a point of low order makes none). */
export function isEnrolmentKey(publicKey: string): boolean {
  try {
    sealSecret('', publicKey)
    return true
  } catch {
    return false
  }
}

/**
 * Seals a secret so that only who holds the private half of `devicePublicKey` can read it.
 * @throws for a key that is none
 */
export function sealSecret(secret: string, devicePublicKey: string): SealedSecret {
  const pair = createEnrolmentKeys()
  const shared = diffieHellman({ privateKey: privateKeyOf(pair), publicKey: publicKeyOf(devicePublicKey) })
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(shared, devicePublicKey, pair.publicKey), nonce)
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { core_key: pair.publicKey, sealed: sealed.toString('base64url') }
}

/**
 * Opens what `sealSecret` sealed for these keys.
 * @throws when it was sealed for others, or altered on the way
 */
export function openSecret({ core_key, sealed }: SealedSecret, keys: EnrolmentKeys): string {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('a sealed secret is longer than this')
  const shared = diffieHellman({ privateKey: privateKeyOf(keys), publicKey: publicKeyOf(core_key) })
  const key = sealingKey(shared, keys.publicKey, core_key)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const secret = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  return secret.toString('utf8')
}

function sealingKey(shared: Buffer, devicePublicKey: string, corePublicKey: string): Buffer {
  const salt = Buffer.concat([rawKey(devicePublicKey), rawKey(corePublicKey)])
  return Buffer.from(hkdfSync('sha256', shared, salt, INFO, KEY_BYTES))
}

function privateKeyOf({ publicKey, privateKey }: EnrolmentKeys): KeyObject {
  return createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', x: publicKey, d: privateKey }, format: 'jwk' })
}

function publicKeyOf(raw: string): KeyObject {
  rawKey(raw)
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw }, format: 'jwk' })
}

function rawKey(key: string): Buffer {
  const bytes = Buffer.from(key, 'base64url')
  if (bytes.length !== KEY_BYTES) throw new Error(`a key is ${KEY_BYTES} bytes in base64url`)
  return bytes
}

function digest(publicKey: string): Buffer {
  return createHash('sha256').update(rawKey(publicKey)).digest()
}
