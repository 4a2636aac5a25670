import { useState } from 'react'
import { CircleCheck, Diff, MessageCircleQuestion, RefreshCw, Snowflake } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { useMay } from '../login/may'
import { ReasonForm } from '../money/reason-form'
import type { CardDetails } from '@eg/shared'
import { useMoneyCommand, useMoneyReady } from '../money/use-money'
import { useWords } from '../session/use-session'
import { AdjustForm } from './adjust-form'
import { CsvLink } from './csv-link'
import { ReplaceForm } from './replace-form'

type Act = 'freeze' | 'unfreeze' | 'replace' | 'adjust'

/** What can be done with a card; each asks its questions in place. */
export function PlayerActions({ card, onDispute }: { card: CardDetails; onDispute: () => void }) {
  const { t } = useWords()
  const ready = useMoneyReady()
  const may = useMay()
  const [act, setAct] = useState<Act | null>(null)
  const close = () => setAct(null)
  if (act === 'freeze') return <Freeze card={card} onClose={close} />
  if (act === 'unfreeze') return <Unfreeze card={card} onClose={close} />
  if (act === 'replace') return <ReplaceForm card={card} onClose={close} />
  if (act === 'adjust') return <AdjustForm card={card} onClose={close} />
  const lost = card.status === 'lost'
  const press = (id: Act, Icon: typeof Snowflake, label: string) => (
    <DeskButton Icon={Icon} testId={`card-${id}`} disabled={!ready} onPress={() => setAct(id)}>
      {label}
    </DeskButton>
  )
  return (
    <div className="eg-player-acts" role="toolbar" aria-label={t('action.label')}>
      {!lost && card.status === 'frozen' && may('opCardUnfreeze') && press('unfreeze', CircleCheck, t('card.unfreeze'))}
      {!lost && card.status !== 'frozen' && may('opCardFreeze') && press('freeze', Snowflake, t('card.freeze'))}
      {!lost && may('opCardReplace') && press('replace', RefreshCw, t('card.replace'))}
      {!lost && may('opCardAdjust') && press('adjust', Diff, t('card.adjust'))}
      <DeskButton Icon={MessageCircleQuestion} testId="card-dispute" onPress={onDispute}>
        {t('dispute.open')}
      </DeskButton>
      <span className="eg-grow" />
      <CsvLink tag={card.tag_uid} />
    </div>
  )
}

interface FormProps {
  card: CardDetails
  onClose: () => void
}

function Freeze({ card, onClose }: FormProps) {
  const { t } = useWords()
  const giving = useMoneyCommand('cardFreeze', onClose)
  return (
    <ReasonForm
      title={t('card.freeze_title')}
      text={t('card.freeze_text')}
      presets={[t('card.why_found'), t('card.why_lost'), t('card.why_doubt')]}
      confirm={t('card.freeze')}
      Icon={Snowflake}
      giving={giving}
      onGive={(reason) => giving.send({ tag_uid: card.tag_uid, reason })}
      onKeep={onClose}
      testId="freeze-form"
    />
  )
}

function Unfreeze({ card, onClose }: FormProps) {
  const { t } = useWords()
  const giving = useMoneyCommand('cardUnfreeze', onClose)
  return (
    <ReasonForm
      title={t('card.unfreeze_title')}
      text={t('card.unfreeze_text')}
      presets={[t('card.why_back'), t('card.why_cleared')]}
      confirm={t('card.unfreeze')}
      Icon={CircleCheck}
      tone="plain"
      giving={giving}
      onGive={(reason) => giving.send({ tag_uid: card.tag_uid, reason })}
      onKeep={onClose}
      testId="unfreeze-form"
    />
  )
}
