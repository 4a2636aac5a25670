import { createContext, useContext } from 'react'
import { NO_THEME, type Theme } from './read-theme'

const ThemeContext = createContext<Theme>(NO_THEME)
export const ThemeProvider = ThemeContext.Provider
export const useTheme = (): Theme => useContext(ThemeContext)
