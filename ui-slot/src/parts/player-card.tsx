/** The player's card in its halo: what everything by day begins and ends with. With the last four of its number if known. */
export function PlayerCard({ digits, motion }: { digits?: string; motion: 'float' | 'read' | 'leave' }) {
  return (
    <div className="card-halo" data-motion={motion} aria-hidden="true">
      <i className="card-ring" />
      <i className="card-ring card-ring-late" />
      <svg className="card" viewBox="0 0 160 100">
        <defs>
          <linearGradient id="card-face" x1="0" y1="0" x2="1" y2="1">
            <stop offset="0" stopColor="#fff0d6" />
            <stop offset="0.45" stopColor="var(--eg-accent)" />
            <stop offset="1" stopColor="#c46f1f" />
          </linearGradient>
        </defs>
        <rect width="160" height="100" rx="12" fill="url(#card-face)" />
        <path d="M0 70C46 92 104 40 160 62v26a12 12 0 0 1-12 12H12A12 12 0 0 1 0 88Z" fill="#7a3d0c" opacity="0.28" />
        <path d="M12 1.5h136" stroke="#fff" strokeWidth="2" strokeLinecap="round" opacity="0.5" />
        <g fill="none" stroke="var(--eg-on-accent)" strokeWidth="5" strokeLinecap="round">
          <path d="M116 38a10 10 0 0 1 0 14" />
          <path d="M124 30a22 22 0 0 1 0 30" />
          <path d="M132 22a34 34 0 0 1 0 46" />
        </g>
        <rect x="16" y="32" width="28" height="22" rx="5" fill="#fff3dd" opacity="0.9" />
        <path d="M16 43h28M30 32v22" stroke="#b9772b" strokeWidth="2" />
        {digits && (
          <text x="16" y="84" fontSize="19" fontWeight="700" letterSpacing="1.5" fill="var(--eg-on-accent)">
            {`•••• ${digits}`}
          </text>
        )}
      </svg>
    </div>
  )
}
