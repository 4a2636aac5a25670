// The words of a script that rules and slots need too. Apart from its schema, so that a thread that only plays a show does not load
// what reads one.

/** Where the show ends: no step has this name. */
export const END = 'end'

/** The moments of a step that have a cue. */
export const MOMENTS = ['open', 'closing', 'closed', 'revealed'] as const
export type Moment = (typeof MOMENTS)[number]

/** What the six lights of a slot can do beside showing what may be pressed. */
export const LIGHT_PATTERNS = ['off', 'on', 'blink', 'chase', 'alternate'] as const
export type LightPattern = (typeof LIGHT_PATTERNS)[number]

/** What can be wrong with a script, beside what the library that reads YAML says of its grammar. */
export const SCRIPT_FAULTS = [
  // The text as a whole.
  'too_long',
  'too_deep',
  'repeats',
  // Fields.
  'unknown_field',
  'missing',
  'want_text',
  'want_number',
  'want_yes_no',
  'want_list',
  'want_block',
  'empty',
  'too_many_characters',
  'too_few',
  'too_many',
  'too_low',
  'too_high',
  'not_one_of',
  'bad_id',
  'bad_target',
  'bad_language',
  'bad_sound',
  'bad_option',
  'bad_tie',
  'bad_expected',
  'bad_cue_text',
  'id_is_end',
  'unfit',
  // Steps that do not fit each other.
  'id_twice',
  'no_step',
  'no_start',
  'option_twice',
  'timeout_without_timer',
  'revotes_without_revote',
  'quorum_without_target',
  'target_without_quorum',
  'quorum_too_high',
  'closing_without_timer',
  'closing_too_early',
  'never_asked',
  'never_ends',
] as const
export type ScriptFault = (typeof SCRIPT_FAULTS)[number] | `yaml_${string}`
