import { FileDown } from 'lucide-react'
import { useState, type MouseEvent } from 'react'
import { useStore } from 'zustand'
import { useSession, useWords } from '../session/use-session'

interface FileLinkProps {
  path: string
  /** What the file is called on this machine. */
  name: string
  label: string
  testId?: string
}

/** Something of the core as a file. A link carries no token: where somebody is logged in the page fetches it and hands it over. */
export function FileLink({ path, name, label, testId }: FileLinkProps) {
  const { access } = useSession()
  const { t } = useWords()
  const known = useStore(access.store, (state) => state.is === 'in')
  const [failed, setFailed] = useState(false)
  const save = async (event: MouseEvent<HTMLAnchorElement>) => {
    if (!known) return
    event.preventDefault()
    const blob = await access
      .fetch(path)
      .then((answer) => (answer.ok ? answer.blob() : null))
      .catch((error: unknown) => {
        console.warn(path, error)
        return null
      })
    setFailed(blob === null)
    if (blob === null) return
    const url = URL.createObjectURL(blob)
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <>
      <a
        className="eg-link-button"
        href={path}
        download={name}
        data-testid={testId}
        onClick={(event) => void save(event)}
      >
        <FileDown size={16} aria-hidden />
        {label}
      </a>
      {failed && (
        <span className="eg-field-error" role="alert">
          {t('dispute.file_failed')}
        </span>
      )}
    </>
  )
}
