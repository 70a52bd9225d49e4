import { relative } from 'node:path';
import type { DevOptions } from '../dev-options.ts';
import type { LoadableExample } from '../examples.ts';
import { DEFAULT_ENDPOINT } from '../service/connection.ts';
import { formatFields } from './table.ts';
import type { Output } from './terminal.ts';

/** The facts about a started server that are printed. */
export interface ReadyServer {
  readonly version: string;
  /** Absent while it is not built. */
  readonly console?: string | undefined;
  readonly api: string;
  readonly queues: string;
  /** Absent when the original's queue protocol is not served. */
  readonly mns?: string | undefined;
  /** Absent when no objects are served. */
  readonly objects?: string | undefined;
  /** File with the authority to trust; absent where machines trust it already. */
  readonly tlsAuthority?: string | undefined;
  readonly options: Pick<DevOptions, 'isEphemeral' | 'dataFolder' | 'functionFolders'>;
  readonly flowNames: readonly string[];
  readonly examples: readonly LoadableExample[];
}

const SHOWN_FLOWS = 20;

/** The text that `fdl dev` prints once it serves: addresses, flows, and commands to try next. */
export function formatReady(server: ReadyServer, output: Pick<Output, 'paint'>): string {
  const { options, flowNames } = server;
  const shown = flowNames.slice(0, SHOWN_FLOWS);
  const more = flowNames.length - shown.length;
  const flows = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
  const addresses = formatFields(
    [
      ['Console', server.console ?? 'not built yet: npm run console'],
      ['API', server.api],
      ['Queues', `${server.queues}  (SQS and SNS protocols)`],
      ...(server.mns === undefined ? [] : [['MNS', `${server.mns}  (the same queues and topics)`] as const]),
      ...(server.objects === undefined ? [] : [['Objects', `${server.objects}  (S3 protocol)`] as const]),
      ...(server.tlsAuthority === undefined
        ? []
        : [['Trust', `${server.tlsAuthority}  (the authority that vouches for these addresses)`] as const]),
      ['Data', options.isEphemeral ? 'in memory, gone when this ends' : options.dataFolder],
      ['Functions', options.functionFolders.map(fromHere).join(', ')],
      ['Flows', flows === '' ? 'none yet' : flows],
    ],
    output,
  );
  const commands = nextCommands(server).map((line) => `  ${line}\n`);
  return `${output.paint('bold', `fdl ${server.version} is ready`)}\n\n${addresses}\nTry in another terminal\n${commands.join('')}\nCtrl-C stops it.\n`;
}

function nextCommands({ api, tlsAuthority, flowNames, examples }: ReadyServer): readonly string[] {
  return [
    ...(api === DEFAULT_ENDPOINT ? [] : [`export FDL_ENDPOINT=${api}`]),
    ...(tlsAuthority === undefined ? [] : [`export NODE_EXTRA_CA_CERTS=${tlsAuthority}`]),
    ...startCommands(flowNames, examples),
    'npx fdl list',
    'npx fdl --help',
  ];
}

function startCommands(
  flowNames: readonly string[],
  examples: readonly LoadableExample[],
): readonly string[] {
  // The others wait for a worker or a person, as their own pages explain.
  const ready = examples.filter(({ runsAlone }) => runsAlone);
  if (ready.length > 0) {
    return ready.map(
      ({ flowName, inputFile }) => `npx fdl start ${flowName} --input @${fromHere(inputFile)} --follow`,
    );
  }
  const [flow] = flowNames;
  if (flow !== undefined) return [`npx fdl start ${flow} --follow`];
  return ['npx fdl flow create my-flow --definition my-flow.yaml', 'npx fdl start my-flow --follow'];
}

function fromHere(path: string): string {
  return relative(process.cwd(), path) || '.';
}
