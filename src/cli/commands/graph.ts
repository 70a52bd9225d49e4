import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import type { GraphFormat } from '../../graph/draw-flow.ts';
import { readText } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { refuseBadDefinition } from '../definition-check.ts';
import { addCommand, type OutputOptions, printJson, type Session, wantsJson } from '../session.ts';

interface GraphOptions extends OutputOptions {
  readonly format: string;
  readonly output?: string;
}

/** `fdl graph FILE`: draws a definition without a server. */
export function addGraphCommand(program: Command, session: Session): void {
  addCommand(program, 'graph <file>', 'draw a definition; the file - is stdin')
    .option('--format <format>', 'svg, or mermaid for text that other programs draw', 'svg')
    .option('--output <file>', 'write to a file instead of stdout')
    .action(async (file: string, options: GraphOptions) => {
      const { terminal } = session;
      const drawn = await draw(file, options.format, session);
      if (options.output !== undefined) await write(options.output, drawn);
      if (wantsJson(options, terminal)) {
        printJson(terminal, {
          format: options.format,
          ...(options.output ? { file: options.output } : { drawn }),
        });
      } else if (options.output === undefined) terminal.stdout.write(drawn);
    });
}

async function draw(file: string, format: string, { terminal }: Session): Promise<string> {
  // The layout library is loaded only when something is drawn.
  const [{ drawFlow, GRAPH_FORMATS }, { parseFlow }] = await Promise.all([
    import('../../graph/draw-flow.ts'),
    import('../../fdl/parse-flow.ts'),
  ]);
  const known: GraphFormat | undefined = GRAPH_FORMATS.find((name) => name === format);
  if (known === undefined) {
    throw usageError(`--format must be one of ${GRAPH_FORMATS.join(', ')}, not '${format}'`);
  }
  const text = await readText(file, terminal);
  await refuseBadDefinition(text, file === '-' ? '<stdin>' : file, terminal);
  const { flow } = parseFlow(text);
  if (flow === undefined) throw new Error(`${file} was valid a moment ago`);
  const title = flow.name ?? (file === '-' ? 'flow' : basename(file, extname(file)));
  return await drawFlow(flow, title, known);
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw usageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
