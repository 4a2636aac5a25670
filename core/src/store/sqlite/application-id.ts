/** "EGDB": marks a database file as ours, so that somebody else's is never migrated. */
export const APPLICATION_ID = 0x45474442
/**
 * "EGDR": the database of a rehearsal. Another id rather than a row of a table: it is read without opening the file, and the
 * releases before know it for a stranger's and leave it alone.
 */
export const REHEARSAL_ID = 0x45474452
