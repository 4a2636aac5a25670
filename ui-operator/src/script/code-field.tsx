import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { EditorState, type Text } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import { pageNonce } from '../look/page-nonce'

/** A fault at its place, in the operator's words; line and column count from 1. */
export interface FieldProblem {
  line: number
  column: number
  message: string
}

/** What others may ask of the field. */
export interface CodeFieldHandle {
  /** Puts the cursor at a place and the focus into the field; line and column count from 1. */
  goTo(line: number, column: number): void
  focus(): void
}

interface CodeFieldProps {
  /** What it begins with; later texts of its own are told by `onChange`. */
  text: string
  onChange: (text: string) => void
  problems: readonly FieldProblem[]
  label: string
  handle?: Ref<CodeFieldHandle>
}

/** Colours by the page's tokens, so that a light theme and a venue's own hold here too. */
const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--eg-option-1)' },
  { tag: [tags.definition(tags.propertyName), tags.labelName], color: 'var(--eg-option-1)' },
  { tag: tags.string, color: 'var(--eg-option-3)' },
  { tag: [tags.lineComment, tags.comment], color: 'var(--eg-text-dim)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace, tags.meta], color: 'var(--eg-text-dim)' },
])

/** A text in YAML with its faults at their lines. Tab indents; after Escape it leaves the field, as everywhere else. */
export function CodeField({ text, onChange, problems, label, handle }: CodeFieldProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const begun = useRef({ text, label })
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  })
  useEffect(() => {
    const parent = place.current
    if (!parent) return
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: begun.current.text,
        extensions: [
          EditorView.cspNonce.of(pageNonce()),
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          indentUnit.of('  '),
          yaml(),
          syntaxHighlighting(COLOURS),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': begun.current.label, spellcheck: 'false' }),
          keymap.of([
            indentWithTab,
            { key: 'Mod-y', run: redo },
            { key: 'Mod-z', run: undo },
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => editor.destroy()
  }, [])
  useEffect(() => {
    const editor = view.current
    if (editor) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state.doc, problems)))
  }, [problems])
  useImperativeHandle(handle, () => ({
    goTo(line, column) {
      const editor = view.current
      if (!editor) return
      const at = offsetOf(editor.state.doc, line, column)
      editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      editor.focus()
    },
    focus: () => view.current?.focus(),
  }))
  return <div ref={place} className="eg-code" data-testid="script-code" />
}

/** Where a place of the core is in the text as it stands now: it may have become shorter since it was checked. */
export function offsetOf(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(1, line), doc.lines))
  return Math.min(at.from + Math.max(0, column - 1), at.to)
}

/** Each fault from its place to the end of its line. */
export function diagnosticsOf(doc: Text, problems: readonly FieldProblem[]): Diagnostic[] {
  return problems.map(({ line, column, message }) => {
    const from = offsetOf(doc, line, column)
    const to = doc.lineAt(from).to
    return { from, to: Math.max(from, to), severity: 'error', message }
  })
}
