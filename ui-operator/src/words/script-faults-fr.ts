/** Ce qui ne va pas dans un script de la nuit : le fait, ce que cela entraîne, que faire. */
export const scriptFaultsFr = {
  'fault.too_long':
    'Le script pèse {{bytes}} octets ; le core en prend {{most}}. Raccourcissez-le, ou coupez la soirée en deux.',
  'fault.too_deep':
    'Ceci est imbriqué sur plus de {{most}} niveaux : aucun script n’en a besoin, et le core pourrait s’arrêter. Écrivez-le à plat.',
  'fault.repeats':
    'Le texte se répète trop pour être lu : plus de {{most}} renvois (*nom). Écrivez-le sans renvois, ou avec moins.',
  'fault.unknown_field':
    '« {{name}} » n’est pas un champ d’ici : personne n’en tiendrait compte. Corrigez-le ou ôtez-le ; ici vont : {{fields}}.',
  'fault.missing': 'Il manque « {{name}} ». Ajoutez-le ici.',
  'fault.want_text': '« {{name}} » est un texte. Mettez-le entre guillemets s’il ressemble à un nombre ou à « true ».',
  'fault.want_number': '« {{name}} » est un nombre entier. Écrivez-le en chiffres, sans guillemets.',
  'fault.want_yes_no': '« {{name}} » est « true » ou « false », sans guillemets.',
  'fault.want_list': '« {{name}} » est une liste : [A, B], ou un tiret par ligne.',
  'fault.want_block': 'Ici va un bloc de champs, chacun sur sa ligne : « nom : valeur ».',
  'fault.empty': '« {{name}} » est vide. Écrivez quelque chose.',
  'fault.too_many_characters': '« {{name}} » a trop de signes : {{most}} au plus. Raccourcissez-le.',
  'fault.too_few': '« {{name}} » en a trop peu : {{least}} au moins. Ajoutez-en.',
  'fault.too_many': '« {{name}} » en a trop : {{most}} au plus. Ôtez-en.',
  'fault.too_low': '« {{name}} » est trop petit : {{least}} au moins.',
  'fault.too_high': '« {{name}} » est trop grand : {{most}} au plus.',
  'fault.not_one_of': '« {{name}} » est l’un de : {{choices}}.',
  'fault.bad_id':
    'Un nom d’étape a de 1 à 40 signes : petites lettres sans accent, chiffres et « - », par exemple « le-coffre ». Corrigez-le.',
  'fault.bad_target': '« {{name}} » dit où cela mène : le nom d’une étape, ou « end » pour la fin.',
  'fault.bad_language': 'Une langue s’écrit en deux lettres, « fr » ou « en », ou « fr-CA ».',
  'fault.bad_sound':
    'Un son est un nom sans dossier ni extension : petites lettres, chiffres, « - » et « _ », par exemple « gong ».',
  'fault.bad_option': 'Une option est un texte, ou { text, to }. Mettez un nombre ou « true » entre guillemets.',
  'fault.bad_tie': '« tie » est « revote », « operator », « first », ou { to: ÉTAPE }.',
  'fault.bad_expected': '« expected » est un nombre entier de 1 à 1000, ou « slots ».',
  'fault.bad_cue_text': '« text » est un texte, ou un texte par langue : { fr: …, en: … }.',
  'fault.id_is_end': '« end » est la fin du spectacle. Donnez un autre nom à cette étape.',
  'fault.unfit': '« {{name}} » ne va pas ainsi, et ne pourrait pas être posé. Comparez avec l’exemple et corrigez-le.',
  'fault.id_twice':
    'L’étape {{step}} s’appelle aussi « {{id}} » : on ne saurait pas laquelle est visée. Donnez un nom à chacune.',
  'fault.no_step':
    'Il n’y a pas d’étape « {{id}} » : le spectacle ne pourrait pas continuer. Nommez une étape qui existe, ou « end ».',
  'fault.no_start': 'Il n’y a pas d’étape « {{id}} » par où commencer. Nommez une étape qui existe.',
  'fault.option_twice':
    '« {{text}} » est proposé deux fois : on ne distinguerait pas les votes. Changez l’une des deux.',
  'fault.timeout_without_timer':
    '« timeout » dit où mène le temps écoulé, mais rien ne le compte. Ajoutez timer_s, ou ôtez timeout.',
  'fault.revotes_without_revote':
    '« revotes » dit combien de fois reposer la question, mais elle ne l’est pas. Ajoutez « tie: revote », ou ôtez revotes.',
  'fault.quorum_without_target':
    '« quorum » demande des votes, mais rien ne dit où mener s’il en manque. Ajoutez no_quorum : une étape, ou « end ».',
  'fault.target_without_quorum':
    '« no_quorum » dit où mener s’il y a trop peu de votes, mais pas combien il en faut. Ajoutez quorum, un nombre de votes.',
  'fault.quorum_too_high':
    '« quorum » est de {{quorum}}, mais {{expected}} votes ferment la question : il ne serait jamais atteint. Baissez quorum, ou montez expected.',
  'fault.closing_without_timer':
    '« closing » vient avant la fin du temps, mais rien ne le compte. Ajoutez timer_s, ou ôtez closing.',
  'fault.closing_too_early':
    '« before_s » est de {{before_s}} s, mais la question dure {{timer_s}} s : il viendrait avant elle. Raccourcissez-le.',
  'fault.never_asked':
    'Rien ne mène à l’étape « {{id}} » : elle ne serait jamais posée. Faites-y mener une autre étape, ou ôtez-la.',
  'fault.never_ends':
    'Quoi qu’on vote à partir de l’étape « {{id}} », le spectacle ne finit jamais (elle mène à {{exits}}). Faites mener un résultat à « end ».',
  'fault.yaml_alias_props': 'Un renvoi (*nom) ne porte rien d’autre : ni étiquette, ni marque. Ôtez ce qui s’y ajoute.',
  'fault.yaml_bad_alias':
    'Ce renvoi (*nom) ne désigne rien qui soit écrit plus haut. Corrigez son nom, ou écrivez le texte.',
  'fault.yaml_bad_collection_type': 'Ce qui est écrit ici n’est pas du genre annoncé. Ôtez l’étiquette (!…).',
  'fault.yaml_bad_directive': 'Cette ligne commence par « % » : un script n’en a pas besoin. Ôtez-la.',
  'fault.yaml_bad_dq_escape':
    'Après « \\ », ce signe n’a pas de sens entre guillemets doubles. Doublez la barre (\\\\), ou prenez des guillemets simples.',
  'fault.yaml_bad_indent':
    'Le décalage ne suit pas : les champs d’un même bloc commencent à la même colonne. Alignez cette ligne avec ses voisines.',
  'fault.yaml_bad_prop_order':
    'Une étiquette ou une marque est mal placée. Mettez-la juste devant sa valeur, ou ôtez-la.',
  'fault.yaml_bad_scalar_start': 'Un texte ne peut pas commencer par ce signe. Mettez-le entre guillemets.',
  'fault.yaml_block_as_implicit_key':
    'Deux champs sont sur la même ligne, ou un deux-points est de trop. Une ligne par champ ; un texte avec « : » va entre guillemets.',
  'fault.yaml_block_in_flow':
    'Entre crochets ou accolades, tout se sépare par des virgules. Écrivez cette partie ainsi, ou hors des crochets.',
  'fault.yaml_duplicate_key': 'Ce champ est écrit deux fois dans le même bloc. Gardez-en un.',
  'fault.yaml_impossible': 'Cette partie ne peut pas être lue. Récrivez-la plus simplement.',
  'fault.yaml_key_over_1024_chars': 'Le nom de ce champ est beaucoup trop long. Il manque sans doute un saut de ligne.',
  'fault.yaml_missing_char':
    'Il manque un signe : un guillemet, un crochet ou une accolade qui ferme, une virgule, ou le deux-points d’un champ. Ajoutez-le ici.',
  'fault.yaml_multiline_implicit_key':
    'Le nom d’un champ tient sur une ligne. Il manque sans doute « : » après le nom, ou des guillemets autour du texte.',
  'fault.yaml_multiple_anchors': 'Une partie porte deux marques (&nom). Gardez-en une.',
  'fault.yaml_multiple_docs': 'Un second script commence ici (---). Un texte n’en contient qu’un : ôtez l’autre.',
  'fault.yaml_multiple_tags': 'Une partie porte deux étiquettes (!…). Ôtez-les.',
  'fault.yaml_non_string_key': 'Le nom d’un champ est un texte. Mettez-le entre guillemets.',
  'fault.yaml_resource_exhaustion': 'Ce texte demande trop pour être lu. Écrivez-le plus simplement.',
  'fault.yaml_tab_as_indent': 'La ligne est décalée par une tabulation. Prenez des espaces, deux par niveau.',
  'fault.yaml_tag_resolve_failed': 'Un script n’a pas d’étiquettes (!…). Ôtez celle-ci.',
  'fault.yaml_unexpected_token':
    'Ce qui suit ne peut pas être ici : un signe de trop, ou un guillemet fermé trop tôt. Ôtez-le, ou mettez tout le texte entre guillemets.',
}
