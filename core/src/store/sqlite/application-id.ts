/** "EGDB": marks a database file as ours, so that somebody else's is never migrated. */
export const APPLICATION_ID = 0x45474442
