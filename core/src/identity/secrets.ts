import { type ScryptOptions, createHash, randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto'

// Secrets as the core makes and keeps them. What a machine made has 256 random bits, which nobody guesses: a cheap scrypt is
// enough, and a fleet is back within seconds. What a person chose gets a dear one.

export const DEVICE_SECRET = 'ds_'
export const SESSION_TOKEN = 'ot_'
export const PAGE_TOKEN = 'pt_'

type Cost = { N: number; r: number; p: number }
const MACHINE_COST: Cost = { N: 1024, r: 1, p: 1 }
const PASSWORD_COST: Cost = { N: 2 ** 15, r: 8, p: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32
/** scrypt takes 128·N·r bytes; Node refuses more than 32 MiB unless it is told. */
const MAX_MEMORY = 64 * 1024 * 1024

/** A secret that nobody guesses: a prefix that says what it is for, and 32 random bytes in base64url. */
export function newSecret(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** SHA-256 in base64url: how tokens are kept and looked up. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** The hash of a device's secret, for the store's thread: made in under a millisecond, so it may block it. */
export function hashSecretNow(secret: string): string {
  const salt = randomBytes(SALT_BYTES)
  return format(MACHINE_COST, salt, scryptSync(secret, salt, HASH_BYTES, options(MACHINE_COST)))
}

/** The same in a thread of libuv. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return format(MACHINE_COST, salt, await derive(secret, salt, MACHINE_COST))
}

/** The hash of a password, made in a thread of libuv. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return format(PASSWORD_COST, salt, await derive(password.normalize('NFC'), salt, PASSWORD_COST))
}

/** Whether a secret is the one of a hash. In a thread of libuv; takes as long whatever the answer is. */
export async function verifySecret(secret: string, hash: string): Promise<boolean> {
  const { cost, salt, wanted } = parse(hash)
  return timingSafeEqual(await derive(secret.normalize('NFC'), salt, cost), wanted)
}

/** What an unknown name is checked against, so that it takes as long as a known one. */
export const NO_SECRET = format(MACHINE_COST, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES))
export const NO_PASSWORD = format(PASSWORD_COST, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES))

function format({ N, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

function parse(text: string): { cost: Cost; salt: Buffer; wanted: Buffer } {
  const [kind, N, r, p, salt = '', hash = ''] = text.split('$')
  if (kind !== 'scrypt') throw new Error('a stored hash is not of a kind this release knows')
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    wanted: Buffer.from(hash, 'base64url'),
  }
}

function derive(secret: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, options(cost), (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function options(cost: Cost): ScryptOptions {
  return { ...cost, maxmem: MAX_MEMORY }
}
