import { createHash } from 'node:crypto'

/** Made for A4 and black ink; on a screen it looks the same. */
export const STYLE = `
:root { color-scheme: light; --line: #c9ced6; --soft: #f3f5f8; --dim: #556070; --bad: #a11212; --good: #0b6b3a }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 12mm; max-width: 210mm; background: #fff; color: #11151b;
  font: 10.5pt/1.4 system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif; font-variant-numeric: tabular-nums }
h1 { margin: 0; font-size: 21pt; line-height: 1.15; overflow-wrap: anywhere }
h2 { margin: 8mm 0 2mm; padding-bottom: 1mm; border-bottom: 1.5pt solid #11151b; font-size: 13pt; break-after: avoid }
h3 { margin: 5mm 0 1mm; font-size: 11pt; break-after: avoid; overflow-wrap: anywhere }
p { margin: 1mm 0 } .dim { color: var(--dim) } .bad { color: var(--bad); font-weight: 600 } .good { color: var(--good); font-weight: 600 }
.facts { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 5mm 0 0; padding: 0 }
.facts div { border: .5pt solid var(--line); border-radius: 2mm; background: var(--soft); padding: 2mm 3mm; break-inside: avoid }
.facts dt { color: var(--dim); font-size: 8.5pt } .facts dd { margin: 0; font-size: 13pt; font-weight: 600; overflow-wrap: anywhere }
table { width: 100%; margin: 1mm 0 2mm; border-collapse: collapse; font-size: 9.5pt }
th, td { padding: 1mm 2mm; border-bottom: .5pt solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere }
thead { display: table-header-group } thead th { background: var(--soft); font-weight: 600 } tr { break-inside: avoid }
.n { text-align: right; white-space: nowrap } tfoot td { border-top: 1pt solid #11151b; font-weight: 600 }
.won { font-weight: 700 } .bar { display: inline-block; height: 2.4mm; background: #3a4656; vertical-align: middle; margin-right: 2mm;
  print-color-adjust: exact; -webkit-print-color-adjust: exact }
${Array.from({ length: 21 }, (_, i) => `.b${i} { width: ${i * 1.5}mm }`).join(' ')}
ol.path { margin: 1mm 0; padding-left: 6mm } ol.path li { break-inside: avoid }
footer { margin-top: 8mm; padding-top: 2mm; border-top: .5pt solid var(--line); color: var(--dim); font-size: 8.5pt }
@page { size: A4; margin: 14mm 12mm }
@media print { body { padding: 0; max-width: none } }
@media (max-width: 600px) { body { padding: 4mm } .facts { grid-template-columns: repeat(2, 1fr) } }
`

/** No script, no image, nothing from anywhere: its own style and text. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
