import {
  type CompletionItem,
  CompletionItemKind,
  DiagnosticSeverity,
  type DocumentSymbol,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type Range,
  SymbolKind,
  type Diagnostic as Underlined,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completion, CompletionKind } from '../editor/completion.ts';
import type { OutlineStep } from '../editor/outline.ts';
import type { Diagnostic } from '../fdl/diagnostic.ts';
import { parseFlow } from '../fdl/parse-flow.ts';
import { resolveReferences } from '../fdl/resolve-references.ts';
import type { Place } from '../fdl/yaml/node.ts';

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  attribute: CompletionItemKind.Property,
  step: CompletionItemKind.Class,
  word: CompletionItemKind.EnumMember,
  path: CompletionItemKind.Variable,
  error: CompletionItemKind.Event,
  target: CompletionItemKind.Function,
  template: CompletionItemKind.Snippet,
};

/** A place of a text as lines and characters. */
export function toRange(document: TextDocument, { start, end }: Place): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** A completion as the protocol writes it; the order stays. */
export function toItem(document: TextDocument, completion: Completion, index: number): CompletionItem {
  const { kind, label, detail, documentation, insert, replaced } = completion;
  return {
    label,
    kind: KINDS[kind],
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && {
      documentation: { kind: MarkupKind.Markdown, value: documentation },
    }),
    sortText: String(index).padStart(4, '0'),
    filterText: label,
    insertTextFormat: InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range: toRange(document, replaced), newText: insert },
  };
}

/** The problems of a definition file, whose references of deploy tools are resolved as `fdl validate` does. */
export function underlinedIn(document: TextDocument): Underlined[] {
  const resolved = resolveReferences(document.getText());
  return [...resolved.diagnostics, ...parseFlow(resolved.text).diagnostics].map((diagnostic) =>
    toUnderlined(document, diagnostic),
  );
}

function toUnderlined(document: TextDocument, diagnostic: Diagnostic): Underlined {
  const { line, column, length, severity, code, message } = diagnostic;
  const start = { line: line - 1, character: column - 1 };
  return {
    range: { start, end: document.positionAt(document.offsetAt(start) + length) },
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'fdl',
    message,
  };
}

/** A step of the outline with those inside it. */
export function toSymbol(document: TextDocument, step: OutlineStep): DocumentSymbol {
  return {
    name: step.name === '' ? '(no name)' : step.name,
    detail: step.type ?? '',
    kind: step.steps.length > 0 ? SymbolKind.Namespace : SymbolKind.Function,
    range: toRange(document, step.place),
    selectionRange: toRange(document, step.namePlace),
    children: step.steps.map((inner) => toSymbol(document, inner)),
  };
}
