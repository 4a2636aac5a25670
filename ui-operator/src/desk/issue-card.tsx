import { useState, type SyntheticEvent } from 'react'
import { CircleHelp, IdCard } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { TextField } from '../look/text-field'
import { MoneyFailure } from '../money/money-failure'
import { useMoneyCommand } from '../money/use-money'
import { shortTag } from '../money/card-words'
import { useWords } from '../session/use-session'

/** A card nobody has given out yet: with a name or without, it gets a player. */
export function IssueCard({ tag, onCancel }: { tag: string; onCancel: () => void }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const giving = useMoneyCommand('cardIssue')
  const give = (event?: SyntheticEvent) => {
    event?.preventDefault()
    giving.send({ tag_uid: tag, ...(name.trim() === '' ? {} : { name: name.trim() }) })
  }
  return (
    <form
      className="eg-issue"
      data-testid="issue-form"
      onSubmit={give}
      onKeyDown={(e) => e.key === 'Escape' && onCancel()}
    >
      <CircleHelp size={56} strokeWidth={1.25} aria-hidden />
      <h2>{t('issue.title', { card: shortTag(tag) })}</h2>
      <p className="eg-dim">{t('issue.text', { card: tag })}</p>
      <TextField
        label={t('issue.name')}
        field="name"
        value={name}
        onChange={setName}
        maxLength={60}
        testId="issue-name"
      />
      <MoneyFailure failed={giving.failed} />
      <DeskButton
        tone="next"
        Icon={IdCard}
        testId="issue-confirm"
        pending={giving.pending}
        disabled={!giving.ready}
        onPress={give}
      >
        {t('issue.confirm')}
      </DeskButton>
      <DeskButton tone="quiet" keyCap="Esc" testId="issue-cancel" onPress={onCancel}>
        {t('form.cancel')}
      </DeskButton>
    </form>
  )
}
