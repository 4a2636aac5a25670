import { RotateCw } from 'lucide-react'
import type { OpSession } from '@eg/shared'
import { useMay } from '../login/may'
import { useMoneyFormat } from '../money/format-money'
import { useSession, useWords } from '../session/use-session'
import { personName } from './person-name'
import { CardsChoice } from './cards-choice'
import { readCardsPreview } from './session-reads'
import { useRead } from './use-read'
import { isTextKey, type Words } from '../words/words'

type Reset = OpSession['reset']
type Job = Reset['cards'][number]

/** The money on the cards of the last group: what was chosen for it, and the choice that is still to be made. */
export function CardsPanel({ reset, session }: { reset: Reset; session: number }) {
  const { access } = useSession()
  const { t } = useWords()
  const format = useMoneyFormat()
  const may = useMay()
  const jobs = reset.cards.filter((job) => job.session === session)
  const running = jobs.some(({ status }) => status === 'listing' || status === 'moving')
  // What a job has moved changes the sums: they are read again when one ends.
  const ended = jobs.filter(({ ended_at: at }) => at !== null).length
  const wanted = reset.cards_undecided && may('opSessionCards') && !running
  const { state, again } = useRead(wanted ? `cards/${session}/${ended}` : null, () =>
    readCardsPreview(access.fetch, session),
  )
  if (!reset.cards_undecided && jobs.length === 0) return null
  return (
    <section className="eg-session-card" data-testid="cards-panel">
      <h2>{t('cards.title')}</h2>
      {jobs.length > 0 && (
        <ul className="eg-card-jobs">
          {jobs.map((job) => (
            <JobLine key={job.job} job={job} />
          ))}
        </ul>
      )}
      {wanted && state.is === 'reading' && <p className="eg-dim">{t('cards.reading')}</p>}
      {wanted && state.is === 'failed' && (
        <p className="eg-empty-line" role="status">
          {t('cards.failed')}
          <button type="button" className="eg-link-button" onClick={again}>
            <RotateCw size={16} aria-hidden />
            {t('cards.again')}
          </button>
        </p>
      )}
      {wanted && state.is === 'read' && (
        <>
          <p className="eg-cards-sum" data-testid="cards-sum">
            {state.value.cards === 0
              ? t('cards.none')
              : t('cards.sum', { count: state.value.cards, amount: format(state.value.cents) })}
          </p>
          {state.value.frozen > 0 && (
            <p className="eg-dim">
              {t('cards.frozen', { count: state.value.frozen, amount: format(state.value.frozen_cents) })}
            </p>
          )}
          <CardsChoice preview={state.value} onStale={again} />
        </>
      )}
    </section>
  )
}

function JobLine({ job }: { job: Job }) {
  const { clientId } = useSession()
  const { t } = useWords()
  const format = useMoneyFormat()
  const choice = t(`cards.${job.choice}`)
  const about = [
    t('cards.job', { choice, done: job.done, cards: job.cards, amount: format(job.done_cents) }),
    t(`cards.status_${job.status}`, { why: stopWhy(job, t) }),
    ...(job.skipped > 0 ? [t('cards.job_skipped', { count: job.skipped })] : []),
    ...(job.desk_id === null ? [] : [job.desk_id]),
    personName(job.by, clientId, t),
    ...(job.why === null ? [] : [job.why]),
  ]
  return (
    <li data-testid={`cards-job-${job.job}`} data-status={job.status}>
      {about.join(' · ')}
    </li>
  )
}

function stopWhy({ reason }: Job, t: Words): string {
  const key = `cards.stop_${reason ?? ''}`
  return isTextKey(key) ? t(key) : (reason ?? '')
}
