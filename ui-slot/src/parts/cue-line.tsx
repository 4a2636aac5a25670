import { useKiosk } from '../kiosk/kiosk-context'
import { useWords } from '../words/words'
import { Line } from './line'

/** What the show has this screen say at this moment, in the page's language if the script has it. */
export function useCueText(): { text: string; language: string } | null {
  const { language } = useWords()
  const cue = useKiosk((state) => state.cue)
  if (!cue) return null
  const said = [language, ...Object.keys(cue.text).filter((tag) => tag.split('-')[0] === language), cue.language]
    .concat(Object.keys(cue.text))
    .find((tag) => cue.text[tag])
  return said === undefined ? null : { text: cue.text[said] ?? '', language: said }
}

/** The show's words in the place of `otherwise`, or beside nothing. */
export function CueLine({ className, otherwise = '' }: { className: string; otherwise?: string }) {
  const cue = useCueText()
  if (!cue && otherwise === '') return null
  return (
    <p className={className} data-testid={cue ? 'cue' : undefined} lang={cue?.language}>
      <Line text={cue?.text ?? otherwise} />
    </p>
  )
}
