import { useState, type SyntheticEvent } from 'react'
import { contracts, type CardChoice, type CardsPreview } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { FieldError } from '../look/field'
import { Segmented } from '../look/segmented'
import { TextField } from '../look/text-field'
import { useMoneyFormat } from '../money/format-money'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { usePerson } from '../login/use-person'

const CARDS = 'session.cards'

/** What becomes of the money on the cards: it stays, a desk hands it out, or it goes to the house. Made on the sums that were shown. */
export function CardsChoice({ preview, onStale }: { preview: CardsPreview; onStale: () => void }) {
  const { commands } = useSession()
  const { t } = useWords()
  const format = useMoneyFormat()
  const { anonymous, name, typed, setName } = usePerson()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[CARDS] ?? false)
  const [choice, setChoice] = useState<CardChoice>('keep')
  const [picked, setPicked] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const desk = preview.desks.find(({ desk_id: id }) => id === picked) ?? preview.desks[0]
  const movable = preview.cents - preview.frozen_cents
  const short = desk !== undefined && desk.drawer_cents < movable
  const impossible = choice === 'cash_out' && (desk === undefined || short)
  const amount = format(movable)
  const faults = {
    name: name === '' ? t('session.your_name_missing') : undefined,
    reason: choice === 'expire' && reason.trim() === '' ? t('cards.reason_missing') : undefined,
  }
  const choose = async (event?: SyntheticEvent) => {
    event?.preventDefault()
    setTried(true)
    if (faults.name || faults.reason || impossible || pending || !up) return
    const answer = await commands.give(CARDS, contracts.opSessionCards, {
      session: preview.session,
      choice,
      ...(choice === 'cash_out' && desk ? { desk_id: desk.desk_id } : {}),
      ...(choice === 'expire' ? { reason: reason.trim() } : {}),
      by: name,
      expect_cards: preview.cards,
      expect_cents: preview.cents,
    })
    if (answer.status !== 'ok') onStale()
  }
  return (
    <form className="eg-dialog-form" onSubmit={(event) => void choose(event)}>
      <Segmented<CardChoice>
        legend={t('cards.choice')}
        value={choice}
        segments={(['keep', 'cash_out', 'expire'] as const).map((value) => ({
          value,
          label: t(`cards.${value}`),
          testId: `cards-${value}`,
        }))}
        onChange={setChoice}
      />
      <p className="eg-dim">{t(`cards.${choice}_text`)}</p>
      {choice === 'cash_out' && preview.desks.length === 0 && <p className="eg-field-error">{t('cards.no_desk')}</p>}
      {choice === 'cash_out' && desk && (
        <Segmented
          legend={t('cards.desk')}
          value={desk.desk_id}
          segments={preview.desks.map((one) => ({
            value: one.desk_id,
            label: t('cards.desk_line', { desk: one.desk_id, by: one.by, amount: format(one.drawer_cents) }),
            testId: `cards-desk-${one.desk_id}`,
          }))}
          onChange={setPicked}
        />
      )}
      {choice === 'cash_out' && desk && short && (
        <FieldError>{t('cards.drawer_short', { amount: format(desk.drawer_cents) })}</FieldError>
      )}
      {choice === 'expire' && (
        <TextField
          label={t('cards.reason')}
          field="reason"
          testId="cards-reason"
          maxLength={200}
          value={reason}
          error={tried ? faults.reason : undefined}
          onChange={setReason}
        />
      )}
      {anonymous && (
        <TextField
          label={t('session.your_name')}
          field="by"
          testId="cards-by"
          maxLength={60}
          value={typed}
          error={tried ? faults.name : undefined}
          onChange={setName}
        />
      )}
      <FailureNote command={CARDS} />
      <div className="eg-dialog-row">
        <DeskButton
          tone={choice === 'expire' ? 'danger' : 'plain'}
          testId="cards-confirm"
          disabled={!up || impossible}
          pending={pending}
          onPress={() => void choose()}
        >
          {t(`cards.do_${choice}`, { amount })}
        </DeskButton>
      </div>
    </form>
  )
}
