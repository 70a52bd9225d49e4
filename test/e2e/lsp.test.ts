import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CompletionItem,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentSymbol,
  type Location,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  RequestType,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';

// `fdl lsp` as an editor starts it, driven by the client's side of the protocol's own library.

const PROGRAM = fileURLToPath(new URL('../../bin/fdl.js', import.meta.url));
const TEXT = [
  'version: v1',
  'type: flow',
  'steps:',
  '  - type: task',
  '    name: pack',
  '    resourceArn: acs:fc:::services/shop/functions/pack',
  '    catch:',
  '      - errors: [FnF.All]',
  '        goto: refused',
  '    outputMappings:',
  '      - target: parcel',
  '        source: $local.id',
  '  - type: succeed',
  '    name: done',
  '    inputMappings:',
  '      - target: x',
  '        source: $local.parcel',
  '  - type: fail',
  '    name: refused',
  '',
].join('\n');

let folder = '';
let server: ChildProcess;
let client: ProtocolConnection;
let capabilities: object = {};
let opened = 0;
const told = new Map<string, (problems: readonly Diagnostic[]) => void>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-lsp-'));
  mkdirSync(join(folder, 'functions/shop'), { recursive: true });
  writeFileSync(join(folder, 'functions/shop/pack.ts'), '');
  writeFileSync(join(folder, 'payment.yaml'), 'version: v1\ntype: flow\nsteps: []\n');
  server = spawn(process.execPath, [PROGRAM, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { stdin, stdout } = server;
  if (stdin === null || stdout === null) throw new Error('the server has no streams');
  client = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  client.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) =>
    told.get(uri)?.(diagnostics),
  );
  client.listen();
  const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'shop' }];
  const params = { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders };
  ({ capabilities } = await request<{ capabilities: object }>('initialize', params));
  await client.sendNotification('initialized', {});
});

afterAll(async () => {
  await request('shutdown', undefined);
  const exited = new Promise((resolve) => server.once('exit', resolve));
  await client.sendNotification('exit');
  expect(await exited).toBe(0);
  client.dispose();
  rmSync(folder, { recursive: true });
});

async function request<T>(method: string, params: unknown): Promise<T> {
  return await client.sendRequest(new RequestType<unknown, T, void>(method), params);
}

function problemsOf(uri: string): Promise<readonly Diagnostic[]> {
  return new Promise((resolve) => told.set(uri, resolve));
}

/** Opens a text as a file, and waits for what is underlined. */
async function open(text: string, name = 'flow.yaml') {
  opened++;
  const uri = pathToFileURL(join(folder, String(opened), name)).href;
  const problems = problemsOf(uri);
  const textDocument = { uri, languageId: 'yaml', version: 1, text };
  await client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  return { textDocument: { uri }, problems: await problems };
}

/** The position of a word in a text, so many letters into it. */
function positionOf(word: string, letters = 1, text = TEXT) {
  const lines = text.slice(0, text.indexOf(word) + letters).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

test('the server says what it can do', () => {
  expect(capabilities).toMatchObject({
    hoverProvider: true,
    definitionProvider: true,
    renameProvider: { prepareProvider: true },
    documentFormattingProvider: true,
    documentSymbolProvider: true,
  });
});

test('problems are underlined, and again after each change', async () => {
  const { textDocument, problems } = await open(TEXT);
  expect(problems).toMatchObject([
    {
      severity: 2,
      source: 'fdl',
      code: 'unlikely-error',
      range: { start: { line: 7, character: 17 }, end: { line: 7, character: 24 } },
    },
  ]);
  const changed = problemsOf(textDocument.uri);
  const start = positionOf('FnF.All', 0);
  await client.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { ...textDocument, version: 2 },
    contentChanges: [
      { range: { start, end: { ...start, character: start.character + 7 } }, text: 'FnF.ALL' },
    ],
  });
  expect(await changed).toEqual([]);
});

test('texts of other systems get one sentence, and files that are no flows nothing', async () => {
  const { problems } = await open('Type: StateMachine\nStates: []\n');
  expect(problems).toMatchObject([{ code: 'other-language', severity: 1 }]);
  const other = await open('services:\n  - steps', 'docker-compose.yaml');
  expect(other.problems).toEqual([]);
  const position = { line: 1, character: 5 };
  expect(await request('textDocument/hover', { ...other, position })).toBeNull();
});

test('attributes, targets of the folder, and paths are completed while one types', async () => {
  const complete = async (broken: string, position: object) => {
    const { textDocument } = await open(broken);
    return await request<CompletionItem[]>('textDocument/completion', { textDocument, position });
  };
  const attributes = await complete(TEXT.replace('    catch:', '    re\n    catch:'), {
    line: 6,
    character: 6,
  });
  expect(attributes.find(({ label }) => label === 'retry')).toMatchObject({
    documentation: { kind: 'markdown', value: expect.stringContaining('first that fits counts') },
    textEdit: {
      newText: 'retry:\n      - ',
      range: { start: { line: 6, character: 4 }, end: { line: 6, character: 6 } },
    },
  });
  const arn = 'acs:fc:::services/shop/functions/pack';
  const targets = await complete(TEXT.replace(arn, ''), positionOf('resourceArn: ', 13));
  expect(targets.slice(0, 2)).toMatchObject([
    { label: arn, detail: join('functions', 'shop', 'pack.ts') },
    { label: 'acs:fnf:::flow/payment' },
  ]);
  const paths = await complete(TEXT.replace('$local.parcel', '"$local.'), { line: 16, character: 24 });
  expect(paths.map(({ label }) => label)).toContain('$local.parcel');
});

test('words are explained, and lead to where they are defined', async () => {
  const { textDocument } = await open(TEXT);
  const hover = await request('textDocument/hover', { textDocument, position: positionOf('catch') });
  expect(hover).toMatchObject({ contents: { value: expect.stringContaining('goes on after a failure') } });
  const goTo = (position: object) => request<Location>('textDocument/definition', { textDocument, position });
  expect(await goTo(positionOf('refused'))).toMatchObject({
    uri: textDocument.uri,
    range: { start: { line: 18, character: 10 } },
  });
  expect(await goTo(positionOf('local.parcel', 8))).toMatchObject({ range: { start: { line: 10 } } });
  const { uri } = await goTo(positionOf('acs:fc'));
  expect(uri).toBe(pathToFileURL(join(folder, 'functions/shop/pack.ts')).href);
});

test('a step is renamed in all places, and not to a name that is taken', async () => {
  const { textDocument } = await open(TEXT);
  const position = positionOf('refused');
  expect(await request('textDocument/prepareRename', { textDocument, position })).toMatchObject({
    placeholder: 'refused',
  });
  const rename = (newName: string) =>
    request<WorkspaceEdit>('textDocument/rename', { textDocument, position, newName });
  const { changes } = await rename('closed');
  expect(changes?.[textDocument.uri]?.map(({ range }) => range.start.line)).toEqual([8, 18]);
  await expect(rename('pack')).rejects.toThrow('Another step of this list is named "pack" already');
  const context = { includeDeclaration: false };
  const references = await request<Location[]>('textDocument/references', {
    textDocument,
    position,
    context,
  });
  expect(references.map(({ range }) => range.start.line)).toEqual([8]);
  expect(await request('textDocument/documentHighlight', { textDocument, position })).toHaveLength(2);
});

test('a definition is formatted and outlined', async () => {
  const { textDocument } = await open('version:  v1\ntype: flow\nsteps:\n- {type: pass,   name: a}');
  const options = { tabSize: 2, insertSpaces: true };
  const edits = await request<TextEdit[]>('textDocument/formatting', { textDocument, options });
  expect(edits.map(({ newText }) => newText)).toEqual([
    'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n',
  ]);
  const symbols = await request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument });
  expect(symbols).toMatchObject([{ name: 'a', detail: 'pass' }]);
});
