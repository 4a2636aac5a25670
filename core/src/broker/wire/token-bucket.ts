/** How many seconds' worth may come at once. */
const BURST_SECONDS = 4
/** What is left, of all, to somebody who is in no hurry. */
const HARDLY = 15 / 16

/**
 * So much a second in the long run, four times that at once. What was spent beyond it is a debt that time pays back.
 * `now` in milliseconds, monotonic.
 */
export class TokenBucket {
  private left: number
  private at: number

  constructor(
    private readonly perSecond: number,
    now: number,
  ) {
    this.left = perSecond * BURST_SECONDS
    this.at = now
  }

  spend(tokens: number): void {
    this.left -= tokens
  }

  /** Milliseconds until there is something to spend; 0: there is. */
  waitMs(now: number): number {
    this.left = Math.min(this.perSecond * BURST_SECONDS, this.left + ((now - this.at) * this.perSecond) / 1000)
    this.at = now
    return this.left > 0 ? 0 : Math.ceil((1 - this.left) / (this.perSecond / 1000))
  }

  /** Whether little of it was spent lately, when it was last looked at. */
  get isHardlyUsed(): boolean {
    return this.left >= this.perSecond * BURST_SECONDS * HARDLY
  }

  /** Whether it is as full as it gets: nothing would be forgotten with it. */
  isFull(now: number): boolean {
    return this.waitMs(now) === 0 && this.left >= this.perSecond * BURST_SECONDS
  }
}
