/** What allows a style element made by a library (dialogs, the script's editor) under the page's content policy. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
