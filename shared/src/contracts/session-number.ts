import * as z from 'zod/mini'

export const sessionNumber = z.int('session is the number of a session').check(z.gte(1, 'session is 1 or more'))
