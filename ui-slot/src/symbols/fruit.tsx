/** Drawn for this house on a field of 100 × 100: large shapes, one light from the upper left, readable at 80 px. */
export const cherry = (
  <>
    <path
      d="M64 12C46 22 32 38 30 58M64 12c6 16 9 30 8 44"
      fill="none"
      stroke="#3f8f4a"
      strokeWidth="5"
      strokeLinecap="round"
    />
    <path d="M62 14c8-9 20-11 31-6-5 12-18 15-31 6Z" fill="#5cc46a" />
    <path d="M64 14c9-2 17-4 27-6" fill="none" stroke="#2f7a3b" strokeWidth="2" />
    <circle cx="30" cy="72" r="20" fill="#c81e3c" />
    <circle cx="71" cy="70" r="20" fill="#e02b48" />
    <path d="M51 70a20 20 0 0 0 36 12 24 24 0 0 1-36-12Z" fill="#9d1230" />
    <path d="M10 73a20 20 0 0 0 36 11 24 24 0 0 1-36-11Z" fill="#8c0f2a" />
    <ellipse cx="23" cy="64" rx="6" ry="4.4" fill="#ff9aa9" transform="rotate(-32 23 64)" />
    <ellipse cx="64" cy="62" rx="6" ry="4.4" fill="#ffb3be" transform="rotate(-32 64 62)" />
  </>
)

export const lemon = (
  <g transform="rotate(-28 50 52)">
    <path
      d="M6 52c4-3 7-5 9-9 7-15 20-23 35-23s28 8 35 23c2 4 5 6 9 9-4 3-7 5-9 9-7 15-20 23-35 23s-28-8-35-23c-2-4-5-6-9-9Z"
      fill="#ffd93b"
    />
    <path
      d="M15 61c7 15 20 23 35 23s28-8 35-23c2-4 5-6 9-9-5-1-8 0-10 3-8 12-20 18-34 18S24 67 16 55c-1-2-3-3-6-3 2 3 4 5 5 9Z"
      fill="#e8a917"
    />
    <path d="M26 42c5-8 13-12 22-12" fill="none" stroke="#fff6c2" strokeWidth="6" strokeLinecap="round" />
    <g fill="#eab91f">
      <circle cx="44" cy="46" r="1.8" />
      <circle cx="58" cy="40" r="1.8" />
      <circle cx="66" cy="54" r="1.8" />
      <circle cx="52" cy="60" r="1.8" />
      <circle cx="36" cy="56" r="1.8" />
    </g>
  </g>
)

export const plum = (
  <>
    <path d="M51 26c0-8 3-14 9-19" fill="none" stroke="#7a5a3a" strokeWidth="5" strokeLinecap="round" />
    <path d="M55 18c7-9 20-11 32-5-6 12-20 15-32 5Z" fill="#5cc46a" />
    <path d="M57 18c10-1 19-3 28-5" fill="none" stroke="#2f7a3b" strokeWidth="2" />
    <path
      d="M50 27c8-6 18-7 26-2 12 8 14 27 7 43-6 14-18 25-33 25S23 82 17 68C10 52 12 33 24 25c8-5 18-4 26 2Z"
      fill="#8f4fd1"
    />
    <path
      d="M83 68c-6 14-18 25-33 25S23 82 17 68c-2-5-4-10-4-15 4 17 18 28 36 28 20 0 34-12 38-30 0 6-2 12-4 17Z"
      fill="#5f2a9c"
    />
    <path d="M50 28c5 12 4 32-3 45" fill="none" stroke="#6b33aa" strokeWidth="3.5" strokeLinecap="round" />
    <path d="M23 48c0-7 3-12 8-15" fill="none" stroke="#d9b8ff" strokeWidth="6" strokeLinecap="round" />
  </>
)

const LEAF = 'M50 50C40 44 26 44 22 33c-3-9 4-17 12-15 5 1 8 4 9 9 3-4 8-5 12-2 7 6 2 17-5 25Z'
export const clover = (
  <>
    <path d="M51 52c2 16 8 28 19 39" fill="none" stroke="#2c8a46" strokeWidth="6" strokeLinecap="round" />
    <g fill="#35c26a">
      {[0, 90, 180, 270].map((turn) => (
        <path key={turn} d={LEAF} transform={`rotate(${turn} 50 50) translate(-1 -1)`} />
      ))}
    </g>
    <g fill="none" stroke="#17803f" strokeWidth="2.6" strokeLinecap="round">
      {[0, 90, 180, 270].map((turn) => (
        <path key={turn} d="M48 47 37 31" transform={`rotate(${turn} 50 50)`} />
      ))}
    </g>
    <path d="M26 30c0-5 3-8 7-8" fill="none" stroke="#b6f5cc" strokeWidth="4" strokeLinecap="round" />
    <circle cx="50" cy="50" r="4" fill="#17803f" />
  </>
)
