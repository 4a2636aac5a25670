import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * libgpiod's tools without a chip: programs that take the arguments and print the lines of version 2.2.1, as recorded on a
 * kernel with gpio-sim. Levels are files. The real tools on a real kernel: `npm run test:hardware`.
 */
export interface FakeTools {
  /** Presses or lets go of the button on a BCM number, `at` seconds of the kernel's clock. */
  move(pin: number, down: boolean, at: number): void
  /** Whether gpiomon has told every move. */
  told(): boolean
  level(pin: number): boolean
  /** The process that holds a light's line dies. */
  killHolder(pin: number): void
  /** How often a light's line was set. */
  settings(): number
  end(): void
}

const TOOLS: Record<string, string> = {
  gpiodetect: `
if [ "$1" = --version ]; then echo "gpiodetect (libgpiod) v$(cat version)"; exit; fi
cat chips`,
  gpioinfo: `
shift 2
for line; do printf 'gpiochip0 %s\\t"GPIO%s"         \\tinput' "$line" "$line"; cat "held/$line" 2>/dev/null; echo; done`,
  gpioget: `
while [ "$1" != --numeric ]; do shift; done; shift
for line; do cat "down/$line" 2>/dev/null || printf 0; printf ' '; done; echo`,
  gpiomon: `
echo "Monitoring lines..."
while IFS= read -r line; do echo "$line"; echo >>told; done <edges`,
  gpioset: `
for last; do case $last in *=*) echo "$last" >>settings; echo "\${last#*=}" >"level/\${last%=*}";; esac; done
case "$*" in *--toggle*) exit;; esac
echo $$ >"holder/\${last%=*}"
echo "Setting line '\${last%=*}'..."
exec sleep 1000`,
}

export function createFakeTools(held: readonly number[] = [], version = '2.2.1'): FakeTools {
  const folder = mkdtempSync(join(tmpdir(), 'eg-gpiod-'))
  const path = process.env.PATH
  for (const name of ['down', 'held', 'holder', 'level']) mkdirSync(join(folder, name))
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text)
  file('version', version)
  file('chips', 'gpiochip0 [pinctrl-bcm2711] (58 lines)\ngpiochip1 [raspberrypi-exp-gpio] (8 lines)\n')
  file('told', '')
  execFileSync('mkfifo', [join(folder, 'edges')])
  const edges = openSync(join(folder, 'edges'), constants.O_RDWR)
  let moves = 0
  file('settings', '')
  for (const pin of held) file(`down/${pin}`, '1')
  for (const [name, text] of Object.entries(TOOLS)) {
    file(name, `#!/bin/sh\ncd '${folder}'${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  process.env.PATH = `${folder}:${path}`
  return {
    move(pin, down, at) {
      moves += 1
      writeSync(edges, `${pin} ${down ? 1 : 2} ${at.toFixed(9)}\n`)
    },
    told: () => readFileSync(join(folder, 'told'), 'utf8').length >= moves,
    level: (pin) =>
      existsSync(join(folder, 'level', `${pin}`)) && readFileSync(join(folder, 'level', `${pin}`), 'utf8') === '1\n',
    killHolder: (pin) => void process.kill(Number(readFileSync(join(folder, 'holder', `${pin}`), 'utf8')), 'SIGKILL'),
    settings: () => readFileSync(join(folder, 'settings'), 'utf8').split('\n').length - 1,
    end() {
      process.env.PATH = path
      closeSync(edges)
      rmSync(folder, { recursive: true })
    },
  }
}

/** Marks a line as held by somebody else, as `gpioinfo` shows it. */
export function holdLine(pin: number, by: string): void {
  const folder = (process.env.PATH ?? '').split(':')[0] ?? ''
  writeFileSync(join(folder, 'held', `${pin}`), ` consumer="${by}"`)
}
