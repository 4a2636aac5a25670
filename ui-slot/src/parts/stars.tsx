/** Left, top and radius on a sky of 1000 × 600, placed once by chance and kept: a sky does not change between questions. */
const STARS: readonly (readonly [x: number, y: number, radius: number])[] = [
  [341, 418, 1.3],
  [676, 16, 1.7],
  [106, 117, 1],
  [941, 180, 1],
  [81, 69, 1.7],
  [444, 18, 1.7],
  [136, 417, 2.3],
  [652, 216, 1],
  [60, 435, 1],
  [580, 365, 1.3],
  [130, 210, 1.7],
  [845, 267, 1],
  [202, 120, 1.7],
  [739, 19, 1],
  [643, 58, 2.3],
  [331, 160, 1.3],
  [380, 91, 1],
  [725, 320, 1],
  [516, 375, 2.3],
  [360, 41, 1.3],
  [906, 342, 1.3],
  [721, 111, 1.3],
  [80, 354, 1.3],
  [76, 18, 2.3],
  [327, 249, 2.3],
  [851, 151, 2.3],
  [405, 382, 1.3],
  [233, 314, 1],
  [766, 72, 1.3],
  [948, 372, 1],
  [150, 342, 1.7],
  [377, 267, 1.3],
  [990, 66, 1],
  [190, 41, 2.3],
  [248, 10, 1.7],
  [14, 39, 1.7],
  [717, 365, 1.7],
  [680, 264, 1],
  [808, 420, 2.3],
  [827, 205, 1.3],
  [905, 58, 1.3],
  [162, 242, 1.3],
  [626, 116, 1],
  [114, 303, 2.3],
  [281, 166, 2.3],
  [175, 184, 1],
]

/** The night sky. It covers the room, so that on another shape of screen some stars are outside and none is an egg. */
export function Stars() {
  return (
    <svg className="stars" viewBox="0 0 1000 600" preserveAspectRatio="xMidYMin slice">
      {STARS.map(([x, y, radius]) => (
        <circle key={`${x}-${y}`} cx={x} cy={y} r={radius} opacity={0.25 + radius / 4} />
      ))}
    </svg>
  )
}
