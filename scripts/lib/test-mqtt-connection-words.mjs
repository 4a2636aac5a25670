// What test_mqtt_connection says, in the language of the terminal (LANG). Each failure: what happened, what to try next.
// The last line of a success is the same in every language: people and scripts look for it.

export function words(locale, where) {
  return locale.startsWith('fr') ? french(where) : english(where)
}

/** On a host where EG is installed; in the sources it is `npm run certs --`. */
const CERTS = 'sudo /opt/eg/current/scripts/admin.sh certs'
const DOCTOR = 'sudo /opt/eg/current/scripts/doctor.sh'

function english({ host, port, topic }) {
  return {
    help: `scripts/test_mqtt_connection [HOST] [PORT] [--tls] [--ca FILE] [--cert FILE --key FILE]

Connects to a broker, subscribes, publishes and receives its own message. Changes nothing.

  HOST          the core: a name or an address, also mqtt://HOST:PORT (default: CORE_HOST, or localhost)
  PORT          default: MQTT_PORT, or 1883; with TLS 8883
  --tls         encrypted (MQTT_TLS=yes)
  --ca FILE     the core's ca.pem (EG_TLS_CA); means --tls
  --cert, --key a certificate of this machine's own, where the core asks for one (EG_TLS_CERT, EG_TLS_KEY)

MQTT_USERNAME and MQTT_PASSWORD: as a device that is let in. Ends with 0: everything worked; 1: not, and why; 2: a wrong word.`,
    title: `Testing ${host}:${port}`,
    network: 'network (TCP)',
    tls: 'encryption (TLS)',
    connect: 'MQTT connection',
    subscribe: `subscribing to "${topic}"`,
    publish: `publishing on "${topic}"`,
    receive: 'receiving the message',
    failed: 'Failed',
    tryNext: 'Try next:',
    notAPort: (text) => [`"${text}" is not a port`, 'give a number from 1 to 65535; the broker listens on 1883.'],
    refused: [
      `connection refused: nothing listens on ${host}:${port}`,
      `on that host, "${DOCTOR}" tells whether the core runs; if it does, BIND must be an address that others reach, not 127.0.0.1. A core with certificates has its broker on 8883: --ca FILE.`,
    ],
    notFound: [
      `host not found: "${host}" has no address`,
      'check the name, or use the address of the core ("hostname -I" there).',
    ],
    unreachable: (code) => [
      `unreachable: no way leads to ${host} (${code})`,
      'is that host switched on, and are both on one network? "ip -brief address" shows the addresses of this machine.',
    ],
    timedOut: [
      `timed out: no answer from ${host}:${port}`,
      `"ping ${host}" tells whether it is on the same network; a firewall or the client isolation of a Wi-Fi drops packets silently.`,
    ],
    silent: [
      `timed out: ${host}:${port} takes the connection and then says nothing`,
      `the core there hangs, or this is no broker. A core that hangs is started again within half a minute: test again then, and on that host "${DOCTOR}".`,
    ],
    wrongProtocol: (why) => [
      `wrong protocol: ${host}:${port} answers, but not MQTT over TCP (${why})`,
      'the broker is on 1883, with TLS (--tls) on 8883; 9001 and 8884 are WebSocket, 8000 the API, 3000 and 5173 are pages.',
    ],
    closed: (why) => [
      `closed: ${host}:${port} takes the connection and ends it without an MQTT answer (${why})`,
      'the broker is on 1883, with TLS (--tls) on 8883; 9001 and 8884 are WebSocket. The right port? Then the core has enough connections of this machine\'s address: "journalctl -u eg-core -n 20" there.',
    ],
    noFile: (file, why) => [
      `"${file}" cannot be read (${why})`,
      "give --ca the core's ca.pem, copied to this machine.",
    ],
    unknownCa: (why) => [
      `the certificate of ${host} is not from a CA that is known here (${why})`,
      "give --ca the core's ca.pem; if you did, it is another core's or an older one.",
    ],
    wantsCertificate: [
      `the core asks this machine for a certificate (EG_TLS_CLIENT_CERTS=require)`,
      `make one on the core, "${CERTS} --client NAME", copy both files here and give them with --cert and --key.`,
    ],
    wrongName: [
      `the certificate of the core does not name "${host}"`,
      `call the core by a name or address that it names, or make a new one there: "${CERTS} --names NAME" or "--addresses ADDRESS".`,
    ],
    wrongTime: (why) => [
      `the certificate of the core is not valid now (${why})`,
      `check this machine's clock (${new Date().toISOString()}); if it is right, run "${CERTS}" on the core.`,
    ],
    noTls: [
      `${host}:${port} does not speak TLS`,
      `with TLS the broker is on 8883; it speaks it once "${CERTS}" was run on the core and the core started again.`,
    ],
    notAuthorized: (why) => [
      `not authorized: the broker refused (${why})`,
      'set MQTT_USERNAME and MQTT_PASSWORD to those of a device that is let in, or neither.',
    ],
    busy: (why) => [
      `busy: the broker is there and takes nobody now (${why})`,
      `wait a minute and test again; if it stays so, on that host "${DOCTOR}".`,
    ],
    topicRefused: (why) => [
      `not authorized: the broker does not let this machine use "${topic}" (${why})`,
      'the connection is good. EG_OPEN_TOPICS on the core names the topics that are free; "test" is one of them unless somebody took it out.',
    ],
    notDelivered: [
      `not delivered: the broker took the message and did not bring it back within 5 s`,
      `is it the core? "curl http://${host}:8000/health" must answer. If it is, test again, and on that host "${DOCTOR}".`,
    ],
    unknown: (why) => [why, 'look at the log of the core ("journalctl -u eg-core -n 20" there), then test again.'],
  }
}

function french({ host, port, topic }) {
  return {
    help: `scripts/test_mqtt_connection [HÔTE] [PORT] [--tls] [--ca FICHIER] [--cert FICHIER --key FICHIER]

Se connecte à un broker, s'abonne, publie et reçoit son propre message. Ne change rien.

  HÔTE          le core : nom ou adresse, aussi mqtt://HÔTE:PORT (par défaut : CORE_HOST, ou localhost)
  PORT          par défaut : MQTT_PORT, ou 1883 ; en TLS 8883
  --tls         chiffré (MQTT_TLS=yes)
  --ca FICHIER  le ca.pem du core (EG_TLS_CA) ; vaut --tls
  --cert, --key un certificat de cette machine, si le core en demande un (EG_TLS_CERT, EG_TLS_KEY)

MQTT_USERNAME et MQTT_PASSWORD : ceux d'un appareil admis. Se termine par 0 : tout a marché ; 1 : non, et pourquoi ; 2 : mot inconnu.`,
    title: `Test de ${host}:${port}`,
    network: 'réseau (TCP)',
    tls: 'chiffrement (TLS)',
    connect: 'connexion MQTT',
    subscribe: `abonnement à « ${topic} »`,
    publish: `publication sur « ${topic} »`,
    receive: 'réception du message',
    failed: 'Échec',
    tryNext: 'À essayer :',
    notAPort: (text) => [`« ${text} » n'est pas un port`, 'donnez un nombre de 1 à 65535 ; le broker écoute sur 1883.'],
    refused: [
      `connexion refusée : rien n'écoute sur ${host}:${port}`,
      `sur cet hôte, « ${DOCTOR} » dit si le core tourne ; si oui, BIND doit être une adresse joignable, pas 127.0.0.1. Un core avec certificats a son broker sur 8883 : --ca FICHIER.`,
    ],
    notFound: [
      `hôte introuvable : « ${host} » n'a pas d'adresse`,
      "vérifiez le nom, ou prenez l'adresse du core (« hostname -I » sur le core).",
    ],
    unreachable: (code) => [
      `injoignable : aucun chemin ne mène à ${host} (${code})`,
      'cet hôte est-il allumé, et les deux sont-ils sur le même réseau ? « ip -brief address » montre les adresses de cette machine.',
    ],
    timedOut: [
      `délai dépassé : ${host}:${port} ne répond pas`,
      `« ping ${host} » dit si c'est le même réseau ; un pare-feu ou l'isolation des clients d'un Wi-Fi jette les paquets sans le dire.`,
    ],
    silent: [
      `délai dépassé : ${host}:${port} prend la connexion puis ne dit rien`,
      `le core y est bloqué, ou ce n'est pas un broker. Un core bloqué est relancé en une demi-minute : refaites alors le test, et sur cet hôte « ${DOCTOR} ».`,
    ],
    wrongProtocol: (why) => [
      `mauvais protocole : ${host}:${port} répond, mais pas en MQTT sur TCP (${why})`,
      "le broker est sur 1883, en TLS (--tls) sur 8883 ; 9001 et 8884 sont le WebSocket, 8000 l'API, 3000 et 5173 sont des pages.",
    ],
    closed: (why) => [
      `fermé : ${host}:${port} prend la connexion et la ferme sans réponse MQTT (${why})`,
      "le broker est sur 1883, en TLS (--tls) sur 8883 ; 9001 et 8884 sont le WebSocket. C'est le bon port ? Alors le core a assez de connexions de cette adresse : « journalctl -u eg-core -n 20 » sur le core.",
    ],
    noFile: (file, why) => [
      `« ${file} » est illisible (${why})`,
      'donnez à --ca le ca.pem du core, copié sur cette machine.',
    ],
    unknownCa: (why) => [
      `le certificat de ${host} ne vient pas d'une autorité connue ici (${why})`,
      "donnez à --ca le ca.pem du core ; si c'est fait, c'est celui d'un autre core ou un ancien.",
    ],
    wantsCertificate: [
      `le core demande un certificat à cette machine (EG_TLS_CLIENT_CERTS=require)`,
      `faites-en un sur le core, « ${CERTS} --client NOM », copiez les deux fichiers ici et donnez-les avec --cert et --key.`,
    ],
    wrongName: [
      `le certificat du core ne porte pas le nom « ${host} »`,
      `appelez le core par un nom ou une adresse que porte son certificat, ou refaites-le sur le core : « ${CERTS} --names NOM » ou « --addresses ADRESSE ».`,
    ],
    wrongTime: (why) => [
      `le certificat du core n'est pas valable maintenant (${why})`,
      `vérifiez l'horloge de cette machine (${new Date().toISOString()}) ; si elle est juste, « ${CERTS} » sur le core.`,
    ],
    noTls: [
      `${host}:${port} ne parle pas TLS`,
      `en TLS le broker est sur 8883 ; il le parle une fois « ${CERTS} » lancé sur le core et le core redémarré.`,
    ],
    notAuthorized: (why) => [
      `non autorisé : le broker a refusé (${why})`,
      "donnez MQTT_USERNAME et MQTT_PASSWORD d'un appareil admis, ou aucun des deux.",
    ],
    busy: (why) => [
      `occupé : le broker est là et ne prend personne en ce moment (${why})`,
      `attendez une minute et refaites le test ; si cela dure, sur cet hôte « ${DOCTOR} ».`,
    ],
    topicRefused: (why) => [
      `non autorisé : le broker ne laisse pas cette machine utiliser « ${topic} » (${why})`,
      'la connexion est bonne. EG_OPEN_TOPICS sur le core nomme les sujets libres ; « test » en est un, sauf si quelqu’un l’a retiré.',
    ],
    notDelivered: [
      `non remis : le broker a pris le message et ne l'a pas rendu en 5 s`,
      `est-ce le core ? « curl http://${host}:8000/health » doit répondre. Si oui, refaites le test, et sur cet hôte « ${DOCTOR} ».`,
    ],
    unknown: (why) => [why, 'regardez le journal du core (« journalctl -u eg-core -n 20 » là-bas), puis recommencez.'],
  }
}
