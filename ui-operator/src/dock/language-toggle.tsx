import { useWords } from '../session/use-session'
import { LANGUAGE_NAMES, useLanguageChoice } from './language-choice'

/** Both languages side by side, where the dock has room; the menu has them everywhere. */
export function LanguageToggle() {
  const { t, lang } = useWords()
  const choose = useLanguageChoice()
  return (
    <div className="eg-language" role="group" aria-label={t('dock.language')}>
      {(['fr', 'en'] as const).map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          data-testid={`lang-${each}`}
          aria-label={LANGUAGE_NAMES[each]}
          aria-pressed={lang === each}
          onClick={() => choose(each)}
        >
          {each.toUpperCase()}
        </button>
      ))}
    </div>
  )
}
