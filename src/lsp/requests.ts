import {
  type Connection,
  DocumentHighlightKind,
  ErrorCodes,
  type Location,
  MarkupKind,
  type Position,
  ResponseError,
  type TextDocuments,
  TextEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { completionsAt } from '../editor/complete/complete.ts';
import { definitionAt } from '../editor/definition.ts';
import { formatDefinition } from '../editor/format.ts';
import { hoverAt } from '../editor/hover.ts';
import { outlineOf } from '../editor/outline.ts';
import { renameStepAt, type StepReferences, stepReferencesAt } from '../editor/step-references.ts';
import type { Place } from '../fdl/yaml/node.ts';
import { isDefinition } from './is-definition.ts';
import { toItem, toRange, toSymbol } from './to-protocol.ts';
import type { Workspace } from './workspace.ts';

interface AtPosition {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Handles what an editor asks about documents. Documents that define no flow get empty results. */
export function handleRequests(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  workspace: () => Workspace,
): void {
  const open = (uri: string): TextDocument | undefined => {
    const document = documents.get(uri);
    return document !== undefined && isDefinition(uri, document.getText()) ? document : undefined;
  };
  /** Does something with the text of a definition and the offset of a position in it. */
  const at = <T>(
    { textDocument: { uri }, position }: AtPosition,
    work: (document: TextDocument, text: string, offset: number) => T,
  ): T | null => {
    const document = open(uri);
    return document === undefined ? null : work(document, document.getText(), document.offsetAt(position));
  };

  connection.onCompletion((params) =>
    at(params, (document, text, offset) =>
      completionsAt(text, offset, workspace().known).map((one, index) => toItem(document, one, index)),
    ),
  );
  connection.onHover((params) =>
    at(params, (document, text, offset) => {
      const hover = hoverAt(text, offset);
      if (hover === undefined) return null;
      return {
        contents: { kind: MarkupKind.Markdown, value: hover.markdown },
        range: toRange(document, hover.place),
      };
    }),
  );
  connection.onDefinition((params) =>
    at(params, (document, text, offset): Location | null => {
      const definition = definitionAt(text, offset);
      if (definition?.kind === 'place')
        return { uri: document.uri, range: toRange(document, definition.place) };
      const uri = definition && workspace().uriOf(definition.arn);
      return uri === undefined ? null : { uri, range: FIRST_LINE };
    }),
  );
  connection.onReferences((params) =>
    at(params, (document, text, offset) =>
      placesOf(stepReferencesAt(text, offset), params.context.includeDeclaration).map((place) => ({
        uri: document.uri,
        range: toRange(document, place),
      })),
    ),
  );
  connection.onDocumentHighlight((params) =>
    at(params, (document, text, offset) =>
      placesOf(stepReferencesAt(text, offset), true).map((place) => ({
        range: toRange(document, place),
        kind: DocumentHighlightKind.Text,
      })),
    ),
  );
  connection.onPrepareRename((params) =>
    at(params, (document, text, offset) => {
      const named = stepReferencesAt(text, offset);
      if (named?.declaration === undefined) return null;
      return { range: toRange(document, named.place), placeholder: named.name };
    }),
  );
  connection.onRenameRequest((params) =>
    at(params, (document, text, offset) => {
      const edits = renameStepAt(text, offset, params.newName);
      if (typeof edits === 'string') throw new ResponseError(ErrorCodes.InvalidParams, edits);
      const changes = edits.map(({ place, text: name }) => TextEdit.replace(toRange(document, place), name));
      return { changes: { [document.uri]: changes } };
    }),
  );
  connection.onDocumentFormatting(({ textDocument: { uri } }) => {
    const document = open(uri);
    const text = document?.getText();
    const formatted = text === undefined ? undefined : formatDefinition(text);
    if (document === undefined || formatted === undefined || formatted === text) return [];
    return [TextEdit.replace(toRange(document, { start: 0, end: text?.length ?? 0 }), formatted)];
  });
  connection.onDocumentSymbol(({ textDocument: { uri } }) => {
    const document = open(uri);
    return document === undefined
      ? []
      : outlineOf(document.getText()).map((step) => toSymbol(document, step));
  });
}

const FIRST_LINE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function placesOf(named: StepReferences | undefined, withDeclaration: boolean): readonly Place[] {
  if (named === undefined) return [];
  const { declaration, gotos } = named;
  return withDeclaration && declaration !== undefined ? [declaration, ...gotos] : gotos;
}
