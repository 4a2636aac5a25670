import { LANGUAGE_NAMES, useLanguageChoice } from '../dock/language-choice'
import { useMay } from '../login/may'
import { useMayPanic } from '../panic/use-may-panic'
import { modeOf } from '../session/live-store'
import { useCommandState, useLive, useSession, useView, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { useTab } from '../view/rail'

/** What the dock does, by key and by palette: mode, lock, panic, help, language, theme. */
export function useConsoleActions(): void {
  const { view, commands } = useSession()
  const { t, lang } = useWords()
  const may = useMay()
  const mayPanic = useMayPanic()
  const mode = useLive(modeOf)
  const up = useLive((s) => s.link.up)
  const changing = useCommandState((s) => s.pending.mode ?? false)
  const theme = useView((v) => v.theme)
  const chooseLanguage = useLanguageChoice()
  // At the desk a letter may be a card reader's.
  const keyed = useTab() !== 'desk'
  const group = t('palette.console')
  const otherMode = mode === 'night' ? 'day' : 'night'
  const otherLang = lang === 'fr' ? 'en' : 'fr'
  const otherTheme = theme === 'dark' ? 'light' : 'dark'
  useActions([
    ...(may('opModeSet')
      ? [
          {
            id: 'console.mode',
            group,
            label: t(mode === 'night' ? 'mode.to_day' : 'mode.to_night'),
            disabled: !up || changing || mode === null,
            run: () => void commands.setMode(otherMode, mode),
          },
        ]
      : []),
    ...(mayPanic
      ? [
          {
            id: 'console.panic',
            group,
            label: t('panic.open'),
            key: keyed ? 'Q' : undefined,
            run: () => view.setState({ cover: 'panic' }),
          },
        ]
      : []),
    {
      id: 'console.lock',
      group,
      label: t('lock.close'),
      key: keyed ? 'L' : undefined,
      run: () => view.setState({ locked: true, cover: null }),
    },
    {
      id: 'console.help',
      group,
      label: t('help.title'),
      key: keyed ? '?' : undefined,
      run: () => view.setState({ cover: 'help' }),
    },
    {
      id: 'console.language',
      group,
      label: LANGUAGE_NAMES[otherLang],
      words: 'langue language',
      run: () => chooseLanguage(otherLang),
    },
    {
      id: 'console.theme',
      group,
      label: t(`theme.to_${otherTheme}`),
      run: () => view.setState({ theme: otherTheme }),
    },
  ])
}
