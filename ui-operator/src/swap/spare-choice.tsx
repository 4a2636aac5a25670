import { useId } from 'react'
import { useWords } from '../session/use-session'
import type { Words } from '../words/words'
import type { Spare } from './spares'

interface SpareChoiceProps {
  spares: readonly Spare[]
  chosen: Spare['by'] | null
  onChoose: (by: Spare['by']) => void
}

/** Which machine takes the place. Those that cannot now are shown with the reason: it is often one step away. */
export function SpareChoice({ spares, chosen, onChoose }: SpareChoiceProps) {
  const { t } = useWords()
  const group = useId()
  if (spares.length === 0)
    return (
      <p className="eg-swap-none" data-testid="swap-none">
        {t('swap.none')}
      </p>
    )
  return (
    <fieldset className="eg-swap-spares">
      <legend className="eg-label">{t('swap.spare')}</legend>
      {spares.map((spare) => {
        const can = spare.online && spare.takes === null
        return (
          <label key={spare.label} className="eg-swap-spare" data-testid={`spare-${spare.label}`} data-can={can}>
            <input
              type="radio"
              name={group}
              disabled={!can}
              checked={chosen !== null && JSON.stringify(chosen) === JSON.stringify(spare.by)}
              onChange={() => onChoose(spare.by)}
            />
            <strong>{spare.model === null ? spare.label : t('swap.waiting', { code: spare.label })}</strong>
            <span className="eg-dim">{aboutSpare(spare, t)}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

function aboutSpare({ online, takes, model }: Spare, t: Words): string {
  if (takes !== null) return t('swap.busy', { slot: takes })
  if (!online) return t('swap.spare_offline')
  return model ?? t('online.yes')
}
