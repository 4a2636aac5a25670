import { Segmented } from '../look/segmented'
import { useSession, useView, useWords } from '../session/use-session'
import { LANGUAGE_NAMES, useLanguageChoice } from './language-choice'

interface AppearanceChoiceProps {
  /** What the test ids of the language and of the theme begin with. */
  testIds: { lang: string; theme: string }
}

/** The language and the theme of this machine. */
export function AppearanceChoice({ testIds }: AppearanceChoiceProps) {
  const { view } = useSession()
  const { t, lang } = useWords()
  const theme = useView((v) => v.theme)
  const speak = useLanguageChoice()
  return (
    <>
      <Segmented
        legend={t('dock.language')}
        value={lang}
        segments={(['fr', 'en'] as const).map((value) => ({
          value,
          label: LANGUAGE_NAMES[value],
          testId: `${testIds.lang}-${value}`,
        }))}
        onChange={speak}
      />
      <Segmented
        legend={t('theme.legend')}
        value={theme}
        segments={(['dark', 'light'] as const).map((value) => ({
          value,
          label: t(`theme.${value}`),
          testId: `${testIds.theme}-${value}`,
        }))}
        onChange={(chosen) => view.setState({ theme: chosen })}
      />
    </>
  )
}
