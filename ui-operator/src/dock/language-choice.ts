import { useSession } from '../session/use-session'
import { rememberLanguage, type Lang } from '../words/language'
import { readWords } from '../words/read-words'

/** Each language in its own words, so that whoever needs it can read it. */
export const LANGUAGE_NAMES: Record<Lang, string> = { fr: 'Français', en: 'English' }

/** Changes the language of the console, and remembers it. */
export function useLanguageChoice(): (lang: Lang) => void {
  const { view } = useSession()
  return (lang) =>
    void readWords(lang).then(
      () => {
        rememberLanguage(lang)
        view.setState({ lang })
      },
      // The file cannot be had while the core is away; the page reads it ahead, so this is rare.
      (error: unknown) => console.warn(lang, error),
    )
}
