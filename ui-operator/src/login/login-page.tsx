import type { ReactNode } from 'react'
import { rememberLanguage, type Lang } from '../words/language'
import { readWords } from '../words/read-words'
import type { Words } from '../words/words'

const NAMES: Record<Lang, string> = { fr: 'Français', en: 'English' }

interface LoginPageProps {
  t: Words
  lang: Lang
  onLang: (lang: Lang) => void
  /** The console stands behind it. */
  covers: boolean
  children: ReactNode
}

/** The room in front of the console: one card in the dark, and the language for whoever reads the other one. */
export function LoginPage({ t, lang, onLang, covers, children }: LoginPageProps) {
  const choose = (chosen: Lang) =>
    void readWords(chosen).then(
      () => {
        rememberLanguage(chosen)
        onLang(chosen)
      },
      (error: unknown) => console.warn(chosen, error),
    )
  return (
    <div
      className="eg-login"
      data-covers={covers || undefined}
      role={covers ? 'dialog' : undefined}
      aria-modal={covers || undefined}
    >
      <svg className="eg-login-mark" viewBox="0 0 32 32" aria-hidden>
        <path d="M21 6a11 11 0 1 0 5 15A9 9 0 0 1 21 6z" />
      </svg>
      {children}
      <div className="eg-language" role="group" aria-label={t('dock.language')}>
        {(['fr', 'en'] as const).map((each) => (
          <button
            key={each}
            type="button"
            lang={each}
            data-testid={`login-lang-${each}`}
            aria-label={NAMES[each]}
            aria-pressed={lang === each}
            onClick={() => choose(each)}
          >
            {each.toUpperCase()}
          </button>
        ))}
      </div>
    </div>
  )
}
