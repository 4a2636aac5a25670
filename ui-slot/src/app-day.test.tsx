// @vitest-environment happy-dom
import { ALONE_MS } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { dayGame, playing, roundOf } from './kiosk/samples'
import { click, find, open, plain, text, usePage } from './opened-app.fixture'

usePage()

const names = () => [...document.querySelectorAll('button')].map((button) => plain(button.textContent))
const motions = () => [...document.querySelectorAll<HTMLElement>('.reel')].map((reel) => reel.dataset.motion)
const shownOn = (reel: Element) => [...reel.querySelectorAll<SVGElement>('.symbol')].map((s) => s.dataset.symbol)
const cherries = roundOf({ reels: ['cherry', 'cherry', 'bell'], outcome: 'Deux cerises', win_cents: 400 })
const nothing = roundOf({ reels: ['bell', 'cherry', 'seven'], win_cents: 0 })

describe('the day', () => {
  it('K30 invites with the name of the game and its best wins, the best first and without what pays nothing', async () => {
    const { say, sayGame } = await open()
    await say(playing('attract', {}, { card: null }))
    expect(text('screen')).toContain('Bienvenue')
    await sayGame(dayGame)
    expect(text('screen')).toContain('Les Trois Rouleaux')
    expect(text('screen')).toContain('Posez votre carte')
    const lines = [...document.querySelectorAll('.payline')].map((line) => line.getAttribute('aria-label'))
    expect(lines).toEqual(['sept, sept, sept : 100 fois la mise', 'cerise, cerise, n’importe quoi : 2 fois la mise'])
  })

  it('K30 shows each phase by its name on the root, from the card to goodbye', async () => {
    const { say } = await open({ language: 'en' })
    for (const phase of ['attract', 'reading', 'ready', 'playing', 'won', 'lost', 'refused', 'out'] as const) {
      await say(playing(phase))
      expect(find('screen')?.dataset.phase).toBe(phase)
    }
  })

  it('K40 tells a card by its last four and never by its whole number', async () => {
    const { say } = await open()
    for (const phase of ['reading', 'ready', 'out'] as const) {
      await say(playing(phase))
      expect(text('screen')).toContain('•••• 7C91')
      expect(document.body.innerHTML).not.toContain('04A3')
    }
  })
})

describe('the six buttons by day', () => {
  it('K31 stand in their places and say what they do with which amount', async () => {
    const { say, sayGame } = await open({ language: 'en' })
    await sayGame(dayGame)
    await say(playing('ready'))
    expect(names()).toEqual(['1 Play €1.00', '2 Play €2.00', '3 Play €5.00', '6 Leave'])
    expect(document.querySelectorAll('.option-unlit')).toHaveLength(2)
    expect(find('option-2')?.style.getPropertyValue('--tone')).toBe('var(--eg-option-2)')
    expect(plain(text('balance'))).toBe('€12.50')
  })

  it('K31 are unlit and take no press where the agent does not offer them', async () => {
    const { say, presses, type, pass } = await open()
    await say(playing('ready', { balance_cents: 150 }, { offered: [true, false, false, false, false, true] }))
    expect([1, 2, 3, 6].map((n) => find(`option-${n}`)?.dataset.unlit)).toEqual([undefined, 'true', 'true', undefined])
    await click('option-2')
    await type([{ key: '3', code: 'Digit3' }])
    await pass(ALONE_MS)
    expect(presses).toEqual([])
  })

  it('K32 show a press at once, and "not counted" when nobody answered', async () => {
    const { say, live, presses } = await open()
    await say(playing('ready'))
    await click('option-2')
    expect(find('option-2')?.dataset.press).toBe('pending')
    await click('option-1')
    expect(presses).toMatchObject([{ index: 1, run: null, visit: 3 }])
    await live(3000)
    expect(text('press-message')).toBe('Pas compté — appuyez encore')
    await click('option-2')
    expect(presses).toHaveLength(2)
  })

  it('K32 keep the stake that is being played in the light until it is known', async () => {
    const { say } = await open()
    await say(playing('playing', { round: roundOf() }))
    expect(find('option-2')?.dataset.press).toBe('pending')
    expect(find('option-1')?.dataset.dimmed).toBe('true')
    await say(playing('won', { round: cherries }))
    expect([1, 2, 3].map((n) => find(`option-${n}`)?.dataset.press)).toEqual(['none', 'none', 'none'])
  })
})

describe('a round', () => {
  it('K34 turns as long as the answer is not known, and stops on what was drawn', async () => {
    const { say, sayGame } = await open()
    await sayGame(dayGame)
    await say(playing('playing', { round: roundOf() }))
    expect(motions()).toEqual(['turning', 'turning', 'turning'])
    expect(find('reels')?.getAttribute('aria-label')).toBe('Les rouleaux tournent')
    await say(playing('won', { round: cherries }))
    expect(motions()).toEqual(['stopping', 'stopping', 'stopping'])
    // The second of a stopping strip is where it comes to rest; the one above it is seen in the recoil.
    expect([...document.querySelectorAll('.reel')].map((reel) => shownOn(reel)[1])).toEqual(cherries.reels)
    expect(find('reels')?.getAttribute('aria-label')).toBe('Les rouleaux : cerise, cerise, cloche')
    await say(playing('playing', { round: roundOf() }))
    expect(motions()).toEqual(['turning', 'turning', 'turning'])
  })

  it('K34 does not pretend to turn when the page comes to a round that is over', async () => {
    const { say } = await open()
    await say(playing('lost', { round: nothing }))
    expect(motions()).toEqual(['still', 'still', 'still'])
    expect([...document.querySelectorAll('.reel')].map(shownOn)).toEqual([['bell'], ['cherry'], ['seven']])
  })

  it('K34 turns no reel in a round that is over, also when what was drawn is not told', async () => {
    const { say } = await open()
    await say(playing('lost', { round: roundOf({ win_cents: 0 }) }))
    expect(motions()).toEqual([])
    expect(text('outcome')).toContain('Pas cette fois')
  })

  it('K35 names the stake, and after three seconds says that it is safe and counts once', async () => {
    const { say, sayGame, live } = await open()
    await sayGame(dayGame)
    await say(playing('playing', { round: roundOf() }))
    expect(plain(text('stake'))).toBe('2,00 €')
    await live(2900)
    expect(text('outcome')).not.toContain('sûreté')
    await live(100)
    expect(text('outcome')).toContain('On demande encore. Votre mise est en sûreté : elle compte une seule fois')
    await say(playing('won', { round: cherries }))
    await say(playing('playing', { round: roundOf() }))
    expect(text('outcome')).not.toContain('sûreté')
  })

  it('K36 says what was won and what the card holds now, and lights the reels that paid', async () => {
    const { say, sayGame } = await open({ language: 'en' })
    await sayGame(dayGame)
    await say(playing('won', { round: cherries, balance_cents: 1450 }))
    expect(plain(text('win'))).toBe('€4.00')
    expect(plain(text('balance'))).toBe('€14.50')
    expect(text('outcome')).toContain('You win')
    const pays = [...document.querySelectorAll<HTMLElement>('.reel')].map((reel) => reel.dataset.pays)
    expect(pays).toEqual(['true', 'true', undefined])
    expect(document.querySelector('.celebration')).not.toBeNull()
  })

  it('K36 says a lost round quietly, with the balance and nothing that celebrates', async () => {
    const { say, sayGame } = await open()
    await sayGame(dayGame)
    await say(playing('lost', { round: nothing, balance_cents: 1050 }))
    expect(text('outcome')).toContain('Pas cette fois')
    expect(plain(text('balance'))).toBe('10,50 €')
    expect(find('win')).toBeNull()
    expect(document.querySelector('.celebration')).toBeNull()
  })

  it('K38 says while the link is lost that the round is kept and will be asked again', async () => {
    const { say, pass, tick } = await open({ language: 'en' })
    await say(playing('playing', { round: roundOf() }))
    await pass(2000)
    expect(text('hold-on')).toContain('Your round is kept: it will be asked again and counts once')
    await tick()
    await say(playing('ready'))
    await pass(2000)
    expect(text('hold-on')).not.toContain('round')
  })
})

describe('a refusal', () => {
  it('K37 says why and what to do, for each reason that a player can do something about', async () => {
    const { say } = await open({ language: 'en' })
    const says: Record<string, [title: string, remedy: string]> = {
      insufficient: ['Not enough balance', 'Go to the desk to top up'],
      unknown_card: ['Unknown card', 'Go to the desk'],
      frozen: ['This card is blocked', 'Go to the desk'],
      lost: ['reported lost', 'Bring it back to the desk'],
      limit: ['Limit reached', 'you can play again later'],
      night: ['night is falling', 'until day'],
      offline: ['No link', 'Present your card again'],
      no_answer: ['No answer', 'Present your card again'],
      a_new_reason: ['Not possible right now', 'The desk can help you'],
    }
    for (const [reason, [title, remedy]] of Object.entries(says)) {
      await say(playing('refused', { reason }))
      expect(find('refused')?.dataset.reason).toBe(reason)
      expect(text('refused')).toContain(title)
      expect(text('refused')).toContain(remedy)
    }
  })

  it('K37 says of a stake that nothing was taken, and stands alone where no button means anything', async () => {
    const { say } = await open()
    await say(playing('refused', { reason: 'insufficient', round: roundOf() }))
    expect(text('refused')).toContain('Rien n’a été débité')
    await say(playing('refused', { reason: 'frozen', actions: Array(6).fill(null), balance_cents: null }))
    expect(text('refused')).not.toContain('débité')
    expect(names()).toEqual([])
  })
})
