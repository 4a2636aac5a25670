import { yamlLanguage } from '@codemirror/lang-yaml'

type SyntaxNode = ReturnType<typeof yamlLanguage.parser.parse>['topNode']

/**
 * What a text in YAML or JSON says, as far as it can be read while somebody writes it: a preview, never the judge. Scripts are checked
 * by the core. Mappings become objects, sequences lists, everything else a text; tags are not heeded, as in a script none is allowed.
 */
export function readYaml(text: string): unknown {
  const tree = yamlLanguage.parser.parse(text)
  const anchors = new Map<string, unknown>()
  const document = tree.topNode.getChild('Document')
  const body = document && contentOf(document)
  return body ? valueOf(body, text, anchors) : null
}

const CONTENT = new Set([
  'BlockMapping',
  'FlowMapping',
  'BlockSequence',
  'FlowSequence',
  'Literal',
  'QuotedLiteral',
  'BlockLiteral',
  'Anchored',
  'Tagged',
  'Alias',
])

function contentOf(node: SyntaxNode): SyntaxNode | null {
  return childrenOf(node).find(({ name }) => CONTENT.has(name)) ?? null
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

function valueOf(node: SyntaxNode, text: string, anchors: Map<string, unknown>): unknown {
  const written = text.slice(node.from, node.to)
  switch (node.name) {
    case 'BlockMapping':
    case 'FlowMapping':
      return Object.fromEntries(
        childrenOf(node)
          .filter(({ name }) => name === 'Pair')
          .map((pair) => pairOf(pair, text, anchors)),
      )
    case 'BlockSequence':
    case 'FlowSequence':
      return childrenOf(node)
        .filter(({ name }) => name === 'Item')
        .map((item) => {
          const content = contentOf(item)
          return content ? valueOf(content, text, anchors) : null
        })
    case 'QuotedLiteral':
      return unquoted(written)
    case 'BlockLiteral':
      return blockText(written)
    case 'Literal':
      return plain(written)
    case 'Anchored':
    case 'Tagged': {
      const content = contentOf(node)
      const value = content ? valueOf(content, text, anchors) : null
      const anchor = node.getChild('Anchor')
      if (anchor) anchors.set(text.slice(anchor.from + 1, anchor.to), value)
      return value
    }
    case 'Alias':
      return anchors.get(written.slice(1)) ?? null
    default:
      return null
  }
}

function pairOf(pair: SyntaxNode, text: string, anchors: Map<string, unknown>): [string, unknown] {
  const key = pair.getChild('Key')
  const named = key && contentOf(key)
  const value = contentOf(pair)
  return [String(named ? valueOf(named, text, anchors) : ''), value ? valueOf(value, text, anchors) : null]
}

/** A plain word is what YAML takes it for: a number, a yes or no, nothing, else a text. */
function plain(written: string): unknown {
  if (/^(true|True|TRUE)$/.test(written)) return true
  if (/^(false|False|FALSE)$/.test(written)) return false
  if (/^(null|Null|NULL|~)$/.test(written)) return null
  if (/^[-+]?\d+(\.\d+)?$/.test(written)) return Number(written)
  return folded(written)
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', '"': '"', '\\': '\\', '/': '/', '0': '\0', r: '\r' }

function unquoted(written: string): string {
  const inner = folded(written.slice(1, written.length > 1 ? -1 : undefined))
  if (written.startsWith("'")) return inner.replaceAll("''", "'")
  return inner.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  )
}

/** A text over several lines is one: a line break is a space. */
function folded(written: string): string {
  return written.replace(/[ \t]*\r?\n[ \t\r\n]*/g, ' ')
}

function blockText(written: string): string {
  const [head = '', ...lines] = written.split(/\r?\n/)
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  const content = lines.map((line) => line.slice(indent)).join(head.startsWith('>') ? ' ' : '\n')
  return content.trimEnd()
}
