// What test_mqtt_connection says, in the language of the terminal (LANG). Each failure: what happened, what to try next.
// The last line of a success is the same in every language: people and scripts look for it.

export function words(locale, where) {
  return locale.startsWith('fr') ? french(where) : english(where)
}

function english({ host, port, topic, ca }) {
  return {
    title: `Testing ${host}:${port}`,
    network: 'network (TCP)',
    tls: 'encryption (TLS)',
    connect: 'MQTT connection',
    subscribe: `subscribing to "${topic}"`,
    publish: `publishing on "${topic}"`,
    receive: 'receiving the message',
    failed: 'Failed',
    tryNext: 'Try next',
    notAPort: (text) => [`"${text}" is not a port`, 'give a number from 1 to 65535; the broker listens on 1883.'],
    refused: [
      `connection refused: nothing listens on ${host}:${port}`,
      'on that host, "curl http://localhost:8000/health" tells whether the core runs; if it does, BIND must be an address that others reach, not 127.0.0.1.',
    ],
    notFound: [
      `host not found: "${host}" has no address`,
      'check the name, or use the address of the core ("hostname -I" there).',
    ],
    timedOut: [
      `timed out: no answer from ${host}:${port}`,
      `"ping ${host}" tells whether it is on the same network; a firewall or the client isolation of a Wi-Fi drops packets silently.`,
    ],
    wrongProtocol: (why) => [
      `wrong protocol: ${host}:${port} answers, but not MQTT over TCP (${why})`,
      'the broker is on 1883, with TLS (--tls) on 8883; 9001 and 8884 are WebSocket, 8000 the API, 3000 and 5173 are pages.',
    ],
    noCa: (why) => [`"${ca}" cannot be read (${why})`, "give --ca the core's ca.pem, copied to this machine."],
    unknownCa: (why) => [
      `the certificate of ${host} is not from a CA that is known here (${why})`,
      "give --ca the core's ca.pem; if you did, it is another core's or an older one.",
    ],
    wrongName: [
      `the certificate of the core does not name "${host}"`,
      'call the core by a name or address that it names, or make a new one there: npm run certs -- --names or --addresses.',
    ],
    wrongTime: (why) => [
      `the certificate of the core is not valid now (${why})`,
      `check this machine's clock (${new Date().toISOString()}); if it is right, run "npm run certs" on the core.`,
    ],
    noTls: [
      `${host}:${port} does not speak TLS`,
      'with TLS the broker is on 8883; it speaks it once "npm run certs" was run on the core and the core started again.',
    ],
    notAuthorized: (why) => [
      `not authorized: the broker refused (${why})`,
      'set MQTT_USERNAME and MQTT_PASSWORD to those of an enrolled device.',
    ],
    unknown: (why) => [why, 'look at the log of the core, then test again.'],
  }
}

function french({ host, port, topic, ca }) {
  return {
    title: `Test de ${host}:${port}`,
    network: 'réseau (TCP)',
    tls: 'chiffrement (TLS)',
    connect: 'connexion MQTT',
    subscribe: `abonnement à « ${topic} »`,
    publish: `publication sur « ${topic} »`,
    receive: 'réception du message',
    failed: 'Échec',
    tryNext: 'À essayer',
    notAPort: (text) => [`« ${text} » n'est pas un port`, 'donnez un nombre de 1 à 65535 ; le broker écoute sur 1883.'],
    refused: [
      `connexion refusée : rien n'écoute sur ${host}:${port}`,
      'sur cette machine, « curl http://localhost:8000/health » dit si le cœur tourne ; si oui, BIND doit être une adresse joignable, pas 127.0.0.1.',
    ],
    notFound: [
      `hôte introuvable : « ${host} » n'a pas d'adresse`,
      "vérifiez le nom, ou prenez l'adresse du cœur (« hostname -I » sur le cœur).",
    ],
    timedOut: [
      `délai dépassé : ${host}:${port} ne répond pas`,
      `« ping ${host} » dit si c'est le même réseau ; un pare-feu ou l'isolation des clients d'un Wi-Fi jette les paquets sans le dire.`,
    ],
    wrongProtocol: (why) => [
      `mauvais protocole : ${host}:${port} répond, mais pas en MQTT sur TCP (${why})`,
      "le broker est sur 1883, en TLS (--tls) sur 8883 ; 9001 et 8884 sont le WebSocket, 8000 l'API, 3000 et 5173 sont des pages.",
    ],
    noCa: (why) => [`« ${ca} » est illisible (${why})`, 'donnez à --ca le ca.pem du cœur, copié sur cette machine.'],
    unknownCa: (why) => [
      `le certificat de ${host} ne vient pas d'une autorité connue ici (${why})`,
      "donnez à --ca le ca.pem du cœur ; si c'est fait, c'est celui d'un autre cœur ou un ancien.",
    ],
    wrongName: [
      `le certificat du cœur ne porte pas le nom « ${host} »`,
      'appelez le cœur par un nom ou une adresse que porte son certificat, ou refaites-le sur le cœur : npm run certs -- --names ou --addresses.',
    ],
    wrongTime: (why) => [
      `le certificat du cœur n'est pas valable maintenant (${why})`,
      `vérifiez l'horloge de cette machine (${new Date().toISOString()}) ; si elle est juste, « npm run certs » sur le cœur.`,
    ],
    noTls: [
      `${host}:${port} ne parle pas TLS`,
      'en TLS le broker est sur 8883 ; il le parle une fois « npm run certs » lancé sur le cœur et le cœur redémarré.',
    ],
    notAuthorized: (why) => [
      `non autorisé : le broker a refusé (${why})`,
      "donnez MQTT_USERNAME et MQTT_PASSWORD d'un appareil enrôlé.",
    ],
    unknown: (why) => [why, 'regardez le journal du cœur, puis recommencez.'],
  }
}
