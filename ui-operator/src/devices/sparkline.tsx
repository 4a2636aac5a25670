import { memo } from 'react'
import { KEPT_SAMPLES, type LatencySample } from './latency-log'

interface SparklineProps {
  samples: readonly LatencySample[]
  width?: number
  height?: number
  /** What it shows, for who does not see it. */
  label?: string
}

/** A quiet network's round trips are noise: below this nothing fills the height (ms). */
const FLOOR_MS = 20
const PAD = 2

/** The last round trips as one line, newest at the right; where the device was gone the line is broken. */
export const Sparkline = memo(function Sparkline({ samples, width = 72, height = 24, label }: SparklineProps) {
  const top = Math.max(FLOOR_MS, ...samples.map(({ ms }) => ms ?? 0))
  const step = (width - 2 * PAD) / (KEPT_SAMPLES - 1)
  const from = width - PAD - (samples.length - 1) * step
  const points = samples.map(({ ms }, i) =>
    ms === null
      ? null
      : `${(from + i * step).toFixed(1)} ${(height - PAD - (ms / top) * (height - 2 * PAD)).toFixed(1)}`,
  )
  const path = points
    .map((point, i) => (point === null ? '' : `${i > 0 && points[i - 1] ? 'L' : 'M'}${point}`))
    .join('')
  const last = points.at(-1)?.split(' ')
  return (
    <svg
      className="eg-spark"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      data-samples={samples.length}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={`M${PAD} ${height - 0.5}H${width - PAD}`} className="eg-spark-ground" />
      <path d={path || 'M0 0'} className="eg-spark-line" />
      {last && <circle cx={last[0]} cy={last[1]} r={2} className="eg-spark-now" />}
    </svg>
  )
})
