/** What is wrong with a script of the night: the fact, what it means, what to do. */
export const scriptFaultsEn = {
  'fault.too_long': 'The script has {{bytes}} bytes; the core takes {{most}}. Shorten it, or split the evening in two.',
  'fault.too_deep':
    'This is nested more than {{most}} deep, which no script needs and which could stop the core. Write it out plainly.',
  'fault.repeats':
    'The text repeats itself too often to be read: more than {{most}} aliases (*name). Write it out, or use fewer.',
  'fault.unknown_field':
    '“{{name}}” is no field that exists here, so nothing would heed it. Correct or remove it; here may stand: {{fields}}.',
  'fault.missing': '“{{name}}” is missing. Add it here.',
  'fault.want_text': '“{{name}}” is a text. Put it between quotes if it looks like a number or “true”.',
  'fault.want_number': '“{{name}}” is a whole number. Write it in digits, without quotes.',
  'fault.want_yes_no': '“{{name}}” is “true” or “false”, without quotes.',
  'fault.want_list': '“{{name}}” is a list: [A, B], or a dash a line.',
  'fault.want_block': 'Here a block of fields is expected, each on its line: “name: value”.',
  'fault.empty': '“{{name}}” is empty. Write something.',
  'fault.too_many_characters': '“{{name}}” has too many characters: at most {{most}}. Shorten it.',
  'fault.too_few': '“{{name}}” has too few: at least {{least}}. Add some.',
  'fault.too_many': '“{{name}}” has too many: at most {{most}}. Take some out.',
  'fault.too_low': '“{{name}}” is too small: at least {{least}}.',
  'fault.too_high': '“{{name}}” is too large: at most {{most}}.',
  'fault.not_one_of': '“{{name}}” is one of: {{choices}}.',
  'fault.bad_id':
    'The name of a step has 1 to 40 characters: small letters, digits and “-”, such as “the-safe”. Correct it.',
  'fault.bad_target': '“{{name}}” says where it leads: the name of a step, or “end”.',
  'fault.bad_language': 'A language is two letters, “en” or “fr”, or “fr-CA”.',
  'fault.bad_sound': 'A sound is a name without folder or ending: small letters, digits, “-” and “_”, such as “gong”.',
  'fault.bad_option': 'An option is a text, or { text, to }. Put a number or “true” between quotes.',
  'fault.bad_tie': '“tie” is “revote”, “operator”, “first”, or { to: STEP }.',
  'fault.bad_expected': '“expected” is a whole number from 1 to 1000, or “slots”.',
  'fault.bad_cue_text': '“text” is a text, or a text a language: { en: …, fr: … }.',
  'fault.id_is_end': '“end” is where the show ends. Give this step another name.',
  'fault.unfit':
    '“{{name}}” does not fit as it stands, so it could not be asked. Compare it with the example and correct it.',
  'fault.id_twice':
    'Step {{step}} is called “{{id}}” too: nobody could tell which one is meant. Give each a name of its own.',
  'fault.no_step': 'There is no step “{{id}}”, so the show could not go on. Name a step that exists, or “end”.',
  'fault.no_start': 'There is no step “{{id}}” to begin with. Name a step that exists.',
  'fault.option_twice': '“{{text}}” is offered twice, so votes could not be told apart. Change one of the two.',
  'fault.timeout_without_timer':
    '“timeout” says where a time-out leads, but there is no timer. Add timer_s, or take timeout out.',
  'fault.revotes_without_revote':
    '“revotes” says how often it is asked again, but it is not. Add “tie: revote”, or take revotes out.',
  'fault.quorum_without_target':
    '“quorum” needs votes, but nothing says where it leads with fewer. Add no_quorum: a step, or “end”.',
  'fault.target_without_quorum':
    '“no_quorum” says where too few votes lead, but not what is too few. Add quorum, a number of votes.',
  'fault.quorum_too_high':
    '“quorum” is {{quorum}}, but {{expected}} votes close the question, so it would never be reached. Lower quorum, or raise expected.',
  'fault.closing_without_timer':
    '“closing” comes before the timer ends, but there is no timer. Add timer_s, or take closing out.',
  'fault.closing_too_early':
    '“before_s” is {{before_s}} s, but the question lasts {{timer_s}} s, so it would come before it. Make it shorter.',
  'fault.never_asked':
    'Nothing leads to step “{{id}}”, so it would never be asked. Let another step lead to it, or take it out.',
  'fault.never_ends':
    'Whatever is voted from step “{{id}}” on, the show never ends (it leads to {{exits}}). Let one outcome lead to “end”.',
  'fault.yaml_alias_props': 'An alias (*name) stands alone: no tag, no anchor. Take out what is with it.',
  'fault.yaml_bad_alias':
    'This alias (*name) names nothing that is written above. Correct its name, or write the text.',
  'fault.yaml_bad_collection_type':
    'What is written here is not of the kind that was announced. Take the tag (!…) out.',
  'fault.yaml_bad_directive': 'This line begins with “%”, which no script needs. Take it out.',
  'fault.yaml_bad_dq_escape':
    'After “\\” this character means nothing between double quotes. Double the backslash (\\\\), or use single quotes.',
  'fault.yaml_bad_indent':
    'The indentation does not fit: fields of one block begin at the same column. Align this line with its neighbours.',
  'fault.yaml_bad_prop_order':
    'A tag or an anchor stands at the wrong place. Put it right before its value, or take it out.',
  'fault.yaml_bad_scalar_start': 'A text cannot begin with this character. Put it between quotes.',
  'fault.yaml_block_as_implicit_key':
    'Two fields share a line, or there is a colon too many. One line a field; a text with “:” goes between quotes.',
  'fault.yaml_block_in_flow':
    'Between brackets everything is separated by commas. Write this part so, or outside the brackets.',
  'fault.yaml_duplicate_key': 'This field is written twice in the same block. Keep one.',
  'fault.yaml_impossible': 'This part cannot be read. Write it more simply.',
  'fault.yaml_key_over_1024_chars': 'The name of this field is far too long. Probably a line break is missing.',
  'fault.yaml_missing_char':
    'A character is missing: a quote or bracket that closes, a comma, or the colon of a field. Add it here.',
  'fault.yaml_multiline_implicit_key':
    'The name of a field fits on one line. Probably “:” is missing after the name, or quotes around the text.',
  'fault.yaml_multiple_anchors': 'A part has two anchors (&name). Keep one.',
  'fault.yaml_multiple_docs': 'A second script begins here (---). A text holds one: take the other out.',
  'fault.yaml_multiple_tags': 'A part has two tags (!…). Take them out.',
  'fault.yaml_non_string_key': 'The name of a field is a text. Put it between quotes.',
  'fault.yaml_resource_exhaustion': 'This text asks too much to be read. Write it more simply.',
  'fault.yaml_tab_as_indent': 'The line is indented by a tab. Use spaces, two a level.',
  'fault.yaml_tag_resolve_failed': 'A script has no tags (!…). Take this one out.',
  'fault.yaml_unexpected_token':
    'What follows cannot stand here: a character too many, or a quote that closes too early. Take it out, or put the whole text between quotes.',
}
