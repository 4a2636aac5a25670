// Makes the sounds of this theme: short tones of two or three sines that fade, as small WAV files. node make-sounds.mjs
import { mkdirSync, writeFileSync } from 'node:fs'

const RATE = 16_000
/** Each note: when it begins (s), its pitch (Hz), how long it takes to fade (s), how loud it is. */
const SOUNDS = {
  card: [[0, 523, 0.12, 0.5]],
  counted: [
    [0, 784, 0.12, 0.5],
    [0.09, 1175, 0.2, 0.5],
  ],
  'not-counted': [[0, 262, 0.16, 0.4]],
  won: [
    [0, 523, 0.2, 0.4],
    [0.1, 659, 0.2, 0.4],
    [0.2, 784, 0.25, 0.4],
    [0.3, 1047, 0.4, 0.45],
  ],
  reveal: [
    [0, 392, 0.5, 0.4],
    [0.02, 587, 0.6, 0.3],
  ],
  gong: [
    [0, 131, 0.9, 0.5],
    [0, 198, 0.7, 0.25],
    [0, 355, 0.4, 0.15],
  ],
}

const folder = new URL('./sounds/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, notes] of Object.entries(SOUNDS)) writeFileSync(new URL(`${name}.wav`, folder), wav(notes))

/** 16,000 samples a second, 8 bits, one channel. */
function wav(notes) {
  const seconds = Math.max(...notes.map(([at, , fade]) => at + fade * 1.6))
  const data = Buffer.alloc(Math.ceil(seconds * RATE))
  for (let i = 0; i < data.length; i++) data[i] = 128 + Math.round(127 * sample(notes, i / RATE, seconds))
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}

function sample(notes, at, end) {
  const sum = notes.reduce((all, [from, pitch, fade, loud]) => {
    const since = at - from
    if (since < 0) return all
    const attack = Math.min(1, since / 0.004)
    return all + loud * attack * Math.exp((-3 * since) / fade) * Math.sin(2 * Math.PI * pitch * since)
  }, 0)
  // Nothing clicks at the end.
  return Math.max(-1, Math.min(1, sum)) * Math.min(1, (end - at) / 0.02)
}
