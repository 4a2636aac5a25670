import { useState } from 'react'
import { useWords } from '../session/use-session'
import type { CheckGroup } from './check-groups'
import { CheckRow } from './check-row'
import type { Pick } from './use-picked'

interface CheckListProps {
  group: CheckGroup
  isPicked: (check: string) => boolean
  pick: Pick
}

/** The checks of a subject: what is not green, and the green ones folded behind their number. */
export function CheckList({ group, isPicked, pick }: CheckListProps) {
  const { t } = useWords()
  // Where nothing is wrong the green ones are all there is to see.
  const [asked, setAsked] = useState(false)
  const greens = group.checks.filter(({ state }) => state === 'green')
  const news = group.checks.filter(({ state }) => state !== 'green')
  const shown = asked || news.length === 0 ? [...news, ...greens] : news
  return (
    <>
      <ul className="eg-checks">
        {shown.map((check) => (
          <CheckRow key={check.check} check={check} isPicked={isPicked(check.check)} pick={pick} />
        ))}
      </ul>
      {news.length > 0 && greens.length > 0 && (
        <button
          type="button"
          className="eg-link-button"
          data-testid={`greens-${group.subject}`}
          aria-expanded={asked}
          onClick={() => setAsked(!asked)}
        >
          {t(asked ? 'ready.greens_hide' : 'ready.greens_show', { count: greens.length })}
        </button>
      )}
    </>
  )
}
