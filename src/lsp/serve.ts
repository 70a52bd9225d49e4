import { fileURLToPath } from 'node:url';
import {
  type Connection,
  createConnection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isDefinition } from './is-definition.ts';
import { handleRequests } from './requests.ts';
import { underlinedIn } from './to-protocol.ts';
import { Workspace } from './workspace.ts';

/** The parts that a language server needs. */
export interface LanguageServerOptions {
  readonly version: string;
  /** Folders of functions; those of the opened folders when there are none. */
  readonly functionFolders: readonly string[];
}

const CAPABILITIES: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: { triggerCharacters: ['$', '.', ':', '-', '[', '"'] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentFormattingProvider: true,
  documentSymbolProvider: true,
};

/**
 * Serves the language of definitions to an editor by the Language Server Protocol. The process ends as the editor says, or
 * when it goes away.
 */
export function serveLanguage(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  { version, functionFolders }: LanguageServerOptions,
): void {
  const connection = createConnection(input, output);
  const documents = new TextDocuments(TextDocument);
  let workspace = new Workspace([], functionFolders);
  connection.onInitialize((params) => {
    workspace = new Workspace(rootsOf(params), functionFolders);
    return { capabilities: CAPABILITIES, serverInfo: { name: 'fdl', version } };
  });
  handleRequests(connection, documents, () => workspace);
  underline(connection, documents);
  documents.onDidSave(() => workspace.forget());
  documents.onDidOpen(() => workspace.forget());
  documents.listen(connection);
  connection.listen();
}

/** Tells the problems of a definition when it is opened, and when the changes that have come together are in. */
function underline(connection: Connection, documents: TextDocuments<TextDocument>): void {
  const waiting = new Set<string>();
  const tell = (uri: string): void => {
    waiting.delete(uri);
    const document = documents.get(uri);
    const isOurs = document !== undefined && isDefinition(uri, document.getText());
    void connection.sendDiagnostics({ uri, diagnostics: isOurs ? underlinedIn(document) : [] });
  };
  documents.onDidChangeContent(({ document: { uri } }) => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    setImmediate(tell, uri);
  });
  documents.onDidClose(({ document: { uri } }) => tell(uri));
}

function rootsOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
  return uris.filter((uri) => uri.startsWith('file:')).map((uri) => fileURLToPath(uri));
}
