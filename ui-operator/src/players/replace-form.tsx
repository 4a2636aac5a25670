import { useEffect, useState } from 'react'
import { RefreshCw } from 'lucide-react'
import { TextField } from '../look/text-field'
import { asTag, shortTag } from '../money/card-words'
import { ReasonForm } from '../money/reason-form'
import type { CardDetails } from '@eg/shared'
import { useMoneyCommand } from '../money/use-money'
import { useSession, useView, useWords } from '../session/use-session'

/** A lost card: its player goes on with a new one, tapped at this machine's desk or typed. */
export function ReplaceForm({ card, onClose }: { card: CardDetails; onClose: () => void }) {
  const { view, onCard } = useSession()
  const { t } = useWords()
  const deskId = useView((v) => v.deskId)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const tag = asTag(text)
  const wrong = tag === null || tag === card.tag_uid
  const giving = useMoneyCommand('cardReplace', () => {
    if (tag !== null) view.setState({ playerTag: tag })
    onClose()
  })
  useEffect(() => (deskId === null ? undefined : onCard(deskId, setText)), [deskId, onCard])
  const give = (reason: string) => {
    setTried(true)
    if (!wrong) giving.send({ tag_uid: card.tag_uid, new_tag_uid: tag, reason })
  }
  return (
    <ReasonForm
      title={t('card.replace_title', { card: shortTag(card.tag_uid) })}
      text={t('card.replace_text')}
      presets={[t('card.why_lost'), t('card.why_broken')]}
      confirm={t('card.replace')}
      Icon={RefreshCw}
      giving={giving}
      onGive={give}
      onKeep={onClose}
      testId="replace-form"
    >
      <TextField
        label={deskId === null ? t('card.new_tag') : t('card.new_tag_tap', { desk: deskId })}
        field="new_tag_uid"
        value={text}
        onChange={setText}
        maxLength={64}
        error={tried && wrong ? t('card.new_tag_wrong') : undefined}
        testId="replace-tag"
      />
    </ReasonForm>
  )
}
