type Source = string | ((...args: never[]) => string)

/**
 * What a browser may do with a page of ours, as options of Hono's `secureHeaders`: scripts and styles only from the page's
 * own server, in nobody's frame, nothing of the machine's (camera, USB, …), no address told to other sites.
 *
 * No HSTS: it would be for the whole host, whose kiosk page is http, and outlive the day when TLS is switched off. No
 * opener policy and agent cluster: browsers ignore both without TLS, and complain.
 * @param connect further sources for `connect-src`: where the page's broker is
 * @param styles what style elements within the page are allowed by: their hashes (`'sha256-…'`), or a nonce
 */
export function pagePolicy<C extends Source, S extends Source = string>(connect: C[], styles: S[] = []) {
  return {
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", ...styles],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...connect],
      // mqtt.js keeps its keepalive in a worker that it makes itself.
      workerSrc: ["'self'", 'blob:'],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    permissionsPolicy: {
      camera: false,
      microphone: false,
      geolocation: false,
      usb: false,
      serial: false,
      payment: false,
      displayCapture: false,
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  }
}
