import { useSession, useWords } from '../session/use-session'
import { rememberLanguage, type Lang } from '../words/language'

const NAMES: Record<Lang, string> = { fr: 'Français', en: 'English' }

/** Each language in its own words, so that whoever needs it can read it. */
export function LanguageToggle() {
  const { view } = useSession()
  const { t, lang } = useWords()
  const choose = (chosen: Lang) => {
    rememberLanguage(chosen)
    view.setState({ lang: chosen })
  }
  return (
    <div className="eg-language" role="group" aria-label={t('dock.language')}>
      {(['fr', 'en'] as const).map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          data-testid={`lang-${each}`}
          aria-label={NAMES[each]}
          aria-pressed={lang === each}
          onClick={() => choose(each)}
        >
          {each.toUpperCase()}
        </button>
      ))}
    </div>
  )
}
