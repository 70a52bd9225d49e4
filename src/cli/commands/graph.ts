import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import type { EventView } from '../../api/contract.ts';
import type { GraphFormat } from '../../graph/draw-flow.ts';
import { readText } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { refuseBadDefinition } from '../definition-check.ts';
import type { Client } from '../service/client.ts';
import { readEvents } from '../service/follow.ts';
import {
  type ApiOptions,
  addApiCommand,
  apiContext,
  printJson,
  type Session,
  wantsJson,
} from '../service/session.ts';

interface GraphOptions extends ApiOptions {
  readonly format: string;
  readonly output?: string;
}

/** `fdl graph FILE`: draws a definition without a server. `fdl graph FLOW EXECUTION`: draws how far an execution is. */
export function addGraphCommand(program: Command, session: Session): void {
  addApiCommand(program, 'graph <file-or-flow> [execution]', 'draw a definition, or how far an execution is')
    .option('--format <format>', 'svg, or mermaid for text that other programs draw', 'svg')
    .option('--output <file>', 'write to a file instead of stdout')
    .addHelpText(
      'after',
      '\nA single argument is a file (- is stdin); two name a flow and one of its executions.',
    )
    .action(async (fileOrFlow: string, execution: string | undefined, options: GraphOptions) => {
      const { terminal } = session;
      const format = await readFormat(options.format);
      const drawn =
        execution === undefined
          ? await drawFile(fileOrFlow, format, session)
          : await drawExecutionOf(fileOrFlow, execution, format, apiContext(session, options).client);
      if (options.output !== undefined) await write(options.output, drawn);
      if (wantsJson(options, terminal)) {
        printJson(terminal, { format, ...(options.output ? { file: options.output } : { drawn }) });
      } else if (options.output === undefined) terminal.stdout.write(drawn);
    });
}

// The layout library is loaded only when something is drawn.

async function readFormat(format: string): Promise<GraphFormat> {
  const { GRAPH_FORMATS } = await import('../../graph/draw-flow.ts');
  const known = GRAPH_FORMATS.find((name) => name === format);
  if (known !== undefined) return known;
  throw usageError(`--format must be one of ${GRAPH_FORMATS.join(', ')}, not '${format}'`);
}

async function drawFile(file: string, format: GraphFormat, { terminal }: Session): Promise<string> {
  const [{ drawFlow }, { parseFlow }] = await Promise.all([
    import('../../graph/draw-flow.ts'),
    import('../../fdl/parse-flow.ts'),
  ]);
  const text = await readText(file, terminal);
  const definition = await refuseBadDefinition(text, file === '-' ? '<stdin>' : file, terminal);
  const { flow } = parseFlow(definition);
  if (flow === undefined) throw new Error(`${file} was valid a moment ago`);
  const title = flow.name ?? (file === '-' ? 'flow' : basename(file, extname(file)));
  return await drawFlow(flow, title, format);
}

/** Draws the definition that the execution began with, and its events up to now. */
async function drawExecutionOf(
  FlowName: string,
  ExecutionName: string,
  format: GraphFormat,
  client: Client,
): Promise<string> {
  const key = { FlowName, ExecutionName };
  const { FlowDefinition } = await client.call('DescribeExecution', key);
  const events: EventView[] = [];
  for await (const page of readEvents(client, key)) events.push(...page);
  const { executionPicture } = await import('../output/execution-picture.ts');
  return await executionPicture(key, FlowDefinition, events, format);
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw usageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
