import type { Command } from 'commander';
import type { UploadRule } from '../../local/objects/object-created.ts';
import { isOpenToNetwork } from '../../local/open-network.ts';
import type { LocalServer } from '../../local/start-server.ts';
import type { TlsIdentity } from '../../local/tls/identity.ts';
import { CliError, usageError } from '../cli-error.ts';
import { type DevFlags, type DevOptions, readDevOptions, type TlsChoice } from '../dev-options.ts';
import { EXAMPLES_FOLDER, type LoadableExample, readExamples, registerExamples } from '../examples.ts';
import { EXIT } from '../exit-codes.ts';
import { version } from '../manifest.ts';
import { formatReady } from '../output/ready-text.ts';
import type { Terminal } from '../output/terminal.ts';
import type { Client } from '../service/client.ts';
import { addCommand, type OutputOptions, printJson, type Session, wantsJson } from '../service/session.ts';
import { endWithin, untilStopped } from '../stop-signals.ts';
import { allFlows } from './all-flows.ts';

const OBJECT_PORT = 9325;
const OPEN_WARNING =
  'warning: anybody who reaches this address may create flows, run functions, and use queues and objects (--open)\n';
/** Time in which a reader can take the last lines, once everything is closed. */
const LAST_MILLISECONDS = 300;

/** The options of the command line with everything that was read from files. */
interface ServedOptions extends Omit<DevOptions, 'tls'> {
  readonly tls?: TlsIdentity;
  readonly uploads: readonly UploadRule[];
}

/** `fdl dev`: the whole service in this process, until a signal stops it. */
export function addDevCommand(program: Command, session: Session): void {
  const collect = (folder: string, before: readonly string[] | undefined) => [...(before ?? []), folder];
  addCommand(program, 'dev', 'run the whole service here: API, functions, queues, objects')
    .option('--host <address>', 'address to listen on (FDL_HOST, else 127.0.0.1)')
    .option('--open', 'let anybody on the network call, without a key (FDL_OPEN)')
    .option('--port <port>', 'port of the API, 0 for any free one (FDL_PORT, else 8080)')
    .option('--queue-port <port>', 'port of queues and topics, 0 for any (FDL_QUEUE_PORT, else 9324)')
    .option('--object-port <port>', `port of objects, 0 for any (FDL_OBJECT_PORT, else ${OBJECT_PORT})`)
    .option(
      '--mns-port <port>',
      'port of queues and topics in the original protocol, 0 for any (FDL_MNS_PORT)',
    )
    .option('--uploads <file>', 'rules by which uploaded objects start flows (FDL_UPLOADS)')
    .option('--data <folder>', 'where everything is kept (FDL_DATA, else .fdl)')
    .option('--functions <folder>', 'functions to serve; may be repeated (FDL_FUNCTIONS)', collect)
    .option(
      '--function-env <name>',
      'variable that functions get; may be repeated (FDL_FUNCTION_ENV)',
      collect,
    )
    .option(
      '--fc-credentials',
      'give functions the key of this service in their context (FDL_FC_CREDENTIALS)',
    )
    .option('--tls-cert <file>', 'certificate in PEM; all ports speak TLS (FDL_TLS_CERT)')
    .option('--tls-key <file>', 'its key in PEM (FDL_TLS_KEY)')
    .option(
      '--tls-self-signed',
      'speak TLS by a certificate made here; prints whom to trust (FDL_TLS_SELF_SIGNED)',
    )
    .option('--flows <folder>', 'definitions to load and watch; may be repeated (FDL_FLOWS)', collect)
    .option('--ephemeral', 'keep everything in memory only (FDL_EPHEMERAL)')
    .option('--paused', 'drive and deliver nothing until `fdl admin unpause` (FDL_PAUSED)')
    .option(
      '--events-url <url>',
      'address that hears of executions that end; needs a secret (FDL_EVENTS_URL)',
    )
    .option('--events <which>', 'what it hears of: ended, or all for starts as well (FDL_EVENTS, else ended)')
    .option('--metrics', 'show counts for Prometheus at /metrics (FDL_METRICS)')
    .option(
      '--limits <profile>',
      'fnf for the limits of the original service, wide for very long executions (FDL_LIMITS)',
    )
    .option('--retention <days>', 'how long ended executions are kept (FDL_RETENTION, else 90)')
    .option('--examples', 'load the examples of the project (FDL_EXAMPLES)')
    .action(async (flags: DevFlags & OutputOptions) => {
      const options = readDevOptions(flags, session.terminal.env);
      await serve(options, wantsJson(flags, session.terminal), session);
    });
}

async function serve(given: DevOptions, asJson: boolean, { terminal }: Session): Promise<void> {
  const examples = given.withExamples ? readExamples(EXAMPLES_FOLDER) : [];
  const options = await withUploads(given, examples);
  const stopped = untilStopped();
  terminal.outliveReaders();
  if (isOpenToNetwork(options)) terminal.stderr.write(OPEN_WARNING);
  try {
    const server = await start(options, (line) => terminal.stderr.write(`${line}\n`));
    try {
      await announce(server, options, examples, asJson, terminal);
      await stopped;
    } finally {
      await server.close();
    }
  } finally {
    endWithin(LAST_MILLISECONDS);
  }
}

/** The options after examples, rules and certificates were read. Objects are served only where a flag or a rule needs them. */
async function withUploads(given: DevOptions, examples: readonly LoadableExample[]): Promise<ServedOptions> {
  const folders = examples.flatMap(({ functionFolder }) => functionFolder ?? []);
  const uploads = [
    ...(given.uploadsFile === undefined ? [] : await readRules(given.uploadsFile)),
    ...examples.flatMap((example) => example.uploads),
  ];
  const { tls: choice, ...rest } = given;
  const tls = choice === undefined ? undefined : await identityOf(choice, given);
  const objectPort = given.objectPort ?? (uploads.length > 0 ? OBJECT_PORT : undefined);
  return {
    ...rest,
    functionFolders: [...given.functionFolders, ...folders],
    uploads,
    ...(objectPort !== undefined && { objectPort }),
    ...(tls !== undefined && { tls }),
  };
}

async function identityOf(
  choice: TlsChoice,
  { host, dataFolder, isEphemeral }: DevOptions,
): Promise<TlsIdentity> {
  try {
    if (choice === 'self-signed') {
      const { selfSignedIdentity } = await import('../../local/tls/self-signed.ts');
      return selfSignedIdentity({ host, ...(!isEphemeral && { dataFolder }) });
    }
    const { readIdentity } = await import('../../local/tls/identity.ts');
    return readIdentity(choice.certFile, choice.keyFile);
  } catch (error) {
    throw cannotStart(error);
  }
}

async function readRules(file: string): Promise<readonly UploadRule[]> {
  const { readUploadRules } = await import('../../local/objects/upload-rules.ts');
  try {
    return readUploadRules(file);
  } catch (error) {
    throw usageError(`--uploads: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function start(options: ServedOptions, write: (line: string) => void): Promise<LocalServer> {
  const { startServer } = await import('../../local/start-server.ts');
  try {
    return await startServer({ ...options, write });
  } catch (error) {
    throw cannotStart(error);
  }
}

function cannotStart(error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error);
  return new CliError(`fdl dev cannot start: ${message}`, { code: 'CannotStart', exitCode: EXIT.failed });
}

async function announce(
  server: LocalServer,
  options: ServedOptions,
  examples: readonly LoadableExample[],
  asJson: boolean,
  terminal: Terminal,
): Promise<void> {
  const { console, api, queues, objects, mns } = server;
  const tlsAuthority = options.tls?.trust?.authority;
  const client: Client = { endpoint: api, call: server.call };
  for (const name of await registerExamples(client, examples)) {
    terminal.stderr.write(`flow ${name} is the example again; what was saved of it was replaced\n`);
  }
  if (asJson) return printJson(terminal, { ready: true, console, api, queues, objects, mns, tlsAuthority });
  const flowNames = (await allFlows(client)).map(({ Name }) => Name);
  terminal.stdout.write(
    formatReady(
      { version: version(), console, api, queues, objects, mns, tlsAuthority, options, flowNames, examples },
      terminal.stdout,
    ),
  );
}
