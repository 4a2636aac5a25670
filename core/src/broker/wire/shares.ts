/** Which connections each address has, to find one that makes room when there are as many as there may be. */
export class Shares<Connection> {
  private readonly byAddress = new Map<string, Set<Connection>>()

  add(address: string, connection: Connection): void {
    const own = this.byAddress.get(address)
    if (own) own.add(connection)
    else this.byAddress.set(address, new Set([connection]))
  }

  remove(address: string, connection: Connection): void {
    const own = this.byAddress.get(address)
    if (own?.delete(connection) && own.size === 0) this.byAddress.delete(address)
  }

  /**
   * The newest connection of the address that has the most, if `newcomer` has fewer also with one more; it is no share any
   * more. Undefined: nobody has more than that.
   */
  takeFromLargest(newcomer: string): { address: string; connection: Connection } | undefined {
    let most = { address: '', own: new Set<Connection>() }
    for (const [address, own] of this.byAddress) if (own.size > most.own.size) most = { address, own }
    const { address, own } = most
    const connection = [...own].at(-1)
    if (connection === undefined || own.size <= (this.byAddress.get(newcomer)?.size ?? 0) + 1) return undefined
    this.remove(address, connection)
    return { address, connection }
  }
}
