import { useEffect } from 'react'
import { useStore } from 'zustand'
import { App } from '../app'
import { SessionContext } from '../session/use-session'
import { wordsFor } from '../words/words'
import type { Access } from './access'
import type { Entrance } from './entrance'
import { FirstStart } from './first-start'
import { LoginCard } from './login-card'
import { LoginPage } from './login-page'

/** The console, and before it the login where the core asks who somebody is. What is on the console stays behind a login. */
export function Gate({ access, entrance }: { access: Access; entrance: Entrance }) {
  const state = useStore(access.store)
  const { lang, session } = useStore(entrance.store)
  const t = wordsFor(lang)
  useEffect(() => {
    document.documentElement.lang = lang
    document.title = t('app.title')
  }, [lang, t])
  const isIn = state.is === 'in' || state.is === 'open'
  const page = { t, lang, onLang: entrance.setLang, covers: session !== null }
  return (
    <>
      {session && (
        <div className="eg-behind" inert={!isIn}>
          <SessionContext value={session}>
            <App />
          </SessionContext>
        </div>
      )}
      {state.is === 'setup' && (
        <LoginPage {...page}>
          <FirstStart access={access} t={t} />
        </LoginPage>
      )}
      {state.is === 'out' && (
        <LoginPage {...page}>
          <LoginCard access={access} t={t} ended={state.ended} />
        </LoginPage>
      )}
      {(state.is === 'asking' || state.is === 'away') && (
        <LoginPage {...page}>
          <p className="eg-login-wait" role="status" data-testid={`gate-${state.is}`}>
            {t(state.is === 'away' ? 'login.away' : 'link.connecting')}
          </p>
        </LoginPage>
      )}
    </>
  )
}
