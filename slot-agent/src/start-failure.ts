/** Something a person has to put right before the agent can start. The message says what, and what to do, in one line. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
}
