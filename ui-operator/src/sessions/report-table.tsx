import type { ReactNode } from 'react'

interface ReportTableProps {
  heads: readonly string[]
  rows: readonly (readonly ReactNode[])[]
  foot?: readonly ReactNode[]
  /** How many columns at the left are texts; default: the first. */
  texts?: number
}

/** A table of figures: the first column names the row, figures stand right. */
export function ReportTable({ heads, rows, foot, texts = 1 }: ReportTableProps) {
  return (
    <table className="eg-report-table">
      <thead>
        <tr>
          {heads.map((head, column) => (
            <th key={head} scope="col" className={column < texts ? undefined : 'eg-number'}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, index) => (
          <Row key={index} cells={cells} texts={texts} />
        ))}
      </tbody>
      {foot && (
        <tfoot>
          <Row cells={foot} texts={texts} />
        </tfoot>
      )}
    </table>
  )
}

function Row({ cells, texts }: { cells: readonly ReactNode[]; texts: number }) {
  const [name, ...figures] = cells
  return (
    <tr>
      <th scope="row">{name}</th>
      {figures.map((cell, column) => (
        <td key={column} className={column + 1 < texts ? undefined : 'eg-number'}>
          {cell}
        </td>
      ))}
    </tr>
  )
}
