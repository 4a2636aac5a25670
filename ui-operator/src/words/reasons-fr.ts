/** Pourquoi le core refuse : ce qui est, et quoi faire. Une entrée pour chacun de ses mots (`reasons.test.ts`). */
export const reasonsFr = {
  'reason.already_there': 'Le spectacle est à cette étape et sa question est ouverte. Refaites-la pour la reposer.',
  'reason.not_revealed': 'Un résultat attend d’être révélé. Révélez-le, ou annulez la question.',
  'reason.no_outcome': 'Cette étape n’a pas d’issue et ne mène encore nulle part. Refaites-la, ou sautez à une étape.',
  'reason.no_script': 'Aucun script n’est chargé. Chargez-en un d’abord.',
  'reason.no_show': 'Aucun spectacle n’est en cours. Lancez-en un d’abord.',
  'reason.show_running': 'Un spectacle est en cours. Continuez-le, ou terminez-le d’abord.',
  'reason.unknown_step': 'Le script n’a pas cette étape. Choisissez-en une autre.',
  'reason.bad_script': 'Le script a des fautes et n’a pas été chargé. Corrigez-les, puis rechargez-le.',

  'reason.already_undone': 'C’est déjà défait.',
  'reason.too_late': 'Il est trop tard pour défaire.',
  'reason.moved_on': 'Autre chose s’est passé depuis : on ne peut plus revenir dessus.',
  'reason.not_undoable': 'Cela ne peut pas être défait.',
  'reason.refused.unknown': 'Le core n’a rien sous ce numéro. Regardez l’écran à nouveau.',

  'reason.session_open': 'Une séance est en cours. Il faut la clore d’abord.',
  'reason.unknown_session': 'Aucune séance close ne porte ce numéro. Regardez la liste.',
  'reason.bets_open':
    'Des mises d’appareils sont encore ouvertes, dix minutes au plus. Attendez, ou fermez avec un motif.',
  'reason.cards_running': 'Les cartes du dernier groupe sont en cours de traitement. Réessayez dans un instant.',
  'reason.cards_undecided':
    'Le sort des cartes du dernier groupe n’est pas choisi. Choisissez, ou commencez avec un motif.',
  'reason.desk_needed': 'Choisissez la caisse qui rend l’argent.',
  'reason.reason_needed': 'Dites pourquoi : qui lira le journal le demandera.',
  'reason.miscounted': 'C’est trop loin des comptes pour être un comptage. Recomptez.',

  'reason.not_ready': 'Tout n’est pas prêt. Regardez ce qui est rouge ou attend sa remise à zéro.',
  'reason.not_red': 'Cette vérification n’est pas rouge : il n’y a rien à lever.',
  'reason.bad_until': 'Une levée finit plus tard que maintenant et dans les 36 heures.',
  'reason.unknown_waiver': 'Cette levée n’existe plus. Regardez les vérifications à nouveau.',
  'reason.unknown_door': 'Ces portes n’ont jamais été ouvertes. Regardez l’état des portes.',
  'reason.unknown_panic': 'Rien de tel n’est en vigueur sous ce numéro. Regardez l’écran à nouveau.',

  'reason.no_spare': 'Choisissez une station de réserve.',
  'reason.unknown_spare': 'Cette réserve n’est pas admise ici, ou n’attend plus. Regardez la liste à nouveau.',
  'reason.spare_offline': 'La réserve n’est pas connectée. Allumez-la d’abord.',
  'reason.spare_busy':
    'Cette réserve n’est pas libre : un autre remplacement la concerne, ou elle a voté à la question ouverte.',
  'reason.old_spare': 'Le programme de cette réserve est trop ancien pour prendre un autre nom. Mettez-le à jour.',
  'reason.same_device': 'Une station ne peut pas prendre sa propre place. Choisissez une réserve.',
  'reason.slot_busy': 'Cet appareil prend la place d’une autre station. Attendez la fin, ou annulez ce remplacement.',
  'reason.slot_online': 'La station est connectée. Confirmez qu’il faut la remplacer quand même.',
  'reason.cannot_fence':
    'Personne ne s’identifie ici : l’ancienne station ne peut pas être écartée. Éteignez-la, puis remplacez-la quand même.',
  'reason.rehearsal': 'C’est une répétition, et une vraie réserve garderait le nom sur son disque.',

  'reason.no_address': 'Un appareil sans secret se reconnaît à son adresse. Donnez-en une.',
  'reason.not_needed': 'Il y a déjà un maître de jeu. Connectez-vous, ou demandez-lui de vous ajouter.',
  'reason.open': 'Ce core ne demande à personne de s’identifier.',
  'reason.session_ended': 'Cette connexion est terminée. Connectez-vous à nouveau.',
  'reason.login_needed': 'Il faut se connecter.',
  'reason.tls_required': 'Ce core ne répond qu’en https.',
  'reason.foreign_page': 'Cette page n’est pas de la salle : le core ne fait rien pour elle.',
  'reason.not_your_device': 'Cette page ne peut pas parler pour cet appareil.',
  'reason.too_large': 'C’est trop gros pour être envoyé.',
  'reason.length_required': 'Ceci a été envoyé sans dire sa longueur.',
  'reason.storage':
    'Le core n’a pas pu l’enregistrer. On ne sait pas si c’est fait : regardez l’écran avant de recommencer.',

  'reason.offline': 'L’appareil n’est pas connecté.',
  'reason.old_device': 'Le programme de l’appareil est trop ancien, ou n’écoute pas les commandes.',
  'reason.unknown_command': 'Le core ne connaît plus cette commande.',
  'reason.legacy': 'Appareil de l’ancien système : quelqu’un doit aller voir.',
  'reason.not_verified': 'L’appareil n’a pas dit ce qu’il a trouvé : quelqu’un doit aller voir.',
} as const
