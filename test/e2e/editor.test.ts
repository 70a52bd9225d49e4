import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CompletionList,
  createMessageConnection,
  type Hover,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { type HttpServer, openHttpServer } from '../../src/local/http-server.ts';

// The language server that VS Code and others use for YAML, with the schema that a server here gives it.

const PROGRAM = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
);

let server: HttpServer;
let editor: ChildProcess;
let connection: MessageConnection;
let shown = 0;

beforeAll(async () => {
  const options = { host: '127.0.0.1', port: 0, requestBytes: 1_000, consoleFolder: 'there-is-none' };
  server = await openHttpServer(options, async () => ({ status: 404, headers: {}, body: '' }));
  const child = spawn(process.execPath, [PROGRAM, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  editor = child;
  connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const settings = {
    yaml: { schemas: { [`${server.url}/schema/fdl.json`]: 'flow.yaml' }, schemaStore: { enable: false } },
    http: {},
  };
  connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
    items.map(({ section }) => Object.entries(settings).find(([name]) => name === section)?.[1] ?? {}),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const capabilities = {
    workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
    textDocument: { hover: {}, completion: { completionItem: { snippetSupport: true } } },
  };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings });
});

afterAll(async () => {
  connection.dispose();
  editor.kill();
  await server.close();
});

interface Shown {
  readonly textDocument: { readonly uri: string };
  /** The texts that the editor underlines. */
  readonly problems: readonly string[];
}

/** Shows a text in the editor, as a file of its own. */
async function show(text: string): Promise<Shown> {
  shown++;
  const uri = `file:///${shown}/flow.yaml`;
  const told = new Promise<readonly string[]>((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      if (params.uri === uri) resolve(params.diagnostics.map(({ message }) => String(message)));
    });
  });
  const textDocument = { uri, languageId: 'yaml', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  return { textDocument: { uri }, problems: await told };
}

const BEGIN = 'version: v1\ntype: flow\nsteps:\n';

describe('an editor with the schema', () => {
  test('underlines nothing of a right flow, and what is wrong of another', async () => {
    const right = await show(`${BEGIN}  - type: pass\n    name: 步骤\n`);
    expect(right.problems).toEqual([]);
    const unknown = await show(`${BEGIN}  - type: pass\n    name: a\n    retries: 3\n`);
    expect(unknown.problems.join()).toContain('retries');
    const incomplete = await show(`${BEGIN}  - type: task\n    name: a\n`);
    expect(incomplete.problems.join()).toMatch(/resourceArn|action/);
  });

  test('offers the attributes of the step, with what they are for', async () => {
    const { textDocument } = await show(`${BEGIN}  - type: wait\n    name: a\n    \n`);
    const position = { line: 5, character: 4 };
    const { items } = await connection.sendRequest<CompletionList>('textDocument/completion', {
      textDocument,
      position,
    });
    const labels = items.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['duration', 'timestamp', 'end']));
    expect(labels).not.toContain('resourceArn');
  });

  test('explains an attribute', async () => {
    const { textDocument } = await show(`${BEGIN}  - type: wait\n    name: a\n    duration: 5\n`);
    const hover = await connection.sendRequest<Hover>('textDocument/hover', {
      textDocument,
      position: { line: 5, character: 6 },
    });
    expect(JSON.stringify(hover.contents)).toContain('Whole seconds, or a path to them');
  });
});
