import { type ReactNode, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { type Language, WordsProvider, createWords } from '../words/words'
import { applyTheme } from './apply-theme'
import type { Theme } from './read-theme'
import { ThemeProvider } from './theme-context'

/** The page in the venue's words and colours, also when they change while it runs. */
export function Themed({
  store,
  language,
  children,
}: {
  store: StoreApi<Theme>
  language: Language
  children: ReactNode
}) {
  const theme = useStore(store)
  const words = useMemo(() => createWords(language, theme.texts[language]), [language, theme])
  useEffect(() => applyTheme(document, theme), [theme])
  return (
    <ThemeProvider value={theme}>
      <WordsProvider value={words}>{children}</WordsProvider>
    </ThemeProvider>
  )
}
