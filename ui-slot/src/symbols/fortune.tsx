export const bell = (
  <>
    <path d="M50 6a7 7 0 0 1 7 7v6H43v-6a7 7 0 0 1 7-7Z" fill="#c98412" />
    <path d="M50 15c18 0 28 13 29 31 1 14 4 20 11 27v6H10v-6c7-7 10-13 11-27 1-18 11-31 29-31Z" fill="#ffc53d" />
    <path d="M61 17c11 5 17 16 18 29 1 14 4 20 11 27v6H66c6-16 6-46-5-62Z" fill="#e39a17" />
    <path d="M33 34c-3 5-4 12-4 20" fill="none" stroke="#fff0bf" strokeWidth="6" strokeLinecap="round" />
    <rect x="6" y="74" width="88" height="9" rx="4.5" fill="#f0ad25" />
    <path d="M38 85h24a12 10 0 0 1-24 0Z" fill="#a8660a" />
  </>
)

export const bar = (
  <>
    <rect x="4" y="23" width="92" height="54" rx="11" fill="#d9a02b" />
    <rect x="4" y="23" width="92" height="27" rx="11" fill="#ffd778" />
    <rect x="10" y="29" width="80" height="42" rx="7" fill="#151b2b" />
    <path d="M10 50V36a7 7 0 0 1 7-7h66a7 7 0 0 1 7 7v6C64 40 36 42 10 50Z" fill="#26304a" />
    <g fill="none" stroke="#fff3d6" strokeWidth="6.4" strokeLinejoin="round" strokeLinecap="round">
      <path d="M20 38v24h8a6.4 6.4 0 0 0 0-12.8h-8H27a5.6 5.6 0 0 0 0-11.2Z" />
      <path d="M41 62l9-24 9 24M44.5 54h11" />
      <path d="M68 62V38h8a6.6 6.6 0 0 1 0 13.2h-8M75 51.5 81 62" />
    </g>
  </>
)

export const seven = (
  <>
    <path
      d="M14 10h74v19C70 46 60 66 57 92H30c2-24 12-44 28-61H36c-5 0-7 2-8 8H14Z"
      fill="#ffd778"
      stroke="#ffd778"
      strokeWidth="8"
      strokeLinejoin="round"
    />
    <path d="M14 10h74v19C70 46 60 66 57 92H30c2-24 12-44 28-61H36c-5 0-7 2-8 8H14Z" fill="#e8253f" />
    <path d="M88 22v7C70 46 60 66 57 92H46c3-28 15-50 42-70Z" fill="#b30f2c" />
    <path d="M20 17h52" fill="none" stroke="#ff9fab" strokeWidth="5" strokeLinecap="round" />
  </>
)

const POINTS = [0, 72, 144, 216, 288]
export const star = (
  <g transform="translate(0 3)">
    <path
      d="m50 3 14.1 28.6 31.5 4.6-22.8 22.2 5.4 31.4L50 75 21.8 89.8l5.4-31.4L4.4 36.2l31.5-4.6Z"
      fill="#ffcf3f"
      stroke="#ffcf3f"
      strokeWidth="5"
      strokeLinejoin="round"
    />
    {POINTS.map((turn) => (
      <path key={turn} d="M50 50V3l14.1 28.6Z" fill="#e69b12" transform={`rotate(${turn} 50 50.4)`} />
    ))}
    <path d="m44 28 4-9" fill="none" stroke="#fff6cf" strokeWidth="5" strokeLinecap="round" />
  </g>
)
