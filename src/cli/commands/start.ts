import type { Command } from 'commander';
import { readJsonObject } from '../arguments.ts';
import { usageError } from '../cli-error.ts';
import { follow, waitForEnd } from '../service/await-execution.ts';
import { type ApiOptions, addApiCommand, apiContext, printJson, type Session } from '../service/session.ts';

interface StartOptions extends ApiOptions {
  readonly input?: string;
  readonly name?: string;
  readonly qualifier?: string;
  readonly label: readonly string[];
  readonly wait?: boolean;
  readonly follow?: boolean;
}

/** `fdl start FLOW`: starts an execution and perhaps stays until it ends. */
export function addStartCommand(program: Command, session: Session): void {
  addApiCommand(program, 'start <flow>', 'start an execution of a flow')
    .option('--input <json>', 'JSON object, @FILE, or - for stdin (default: {})')
    .option('--name <name>', "the execution's name; the same name twice starts once")
    .option('--qualifier <version>', 'a published version or an alias (default: the newest definition)')
    .option('--label <name=value>', 'what it can be found by; may be given ten times', collectLabel, [])
    .option('--wait', 'wait for the end and exit by how it went')
    .option('--follow', 'as --wait, with progress; --json prints one JSON object per line')
    .action(async (flow: string, options: StartOptions) => {
      if (options.wait === true && options.follow === true)
        throw usageError('give --wait or --follow, not both');
      await start(flow, options, session);
    });
}

/** Which version a start by a version or an alias took. */
function versionText({ FlowVersion }: { readonly FlowVersion?: string }): string {
  return FlowVersion === undefined ? '' : `, version ${FlowVersion}`;
}

function collectLabel(label: string, before: readonly string[]): readonly string[] {
  return [...before, label];
}

/** The labels as the API takes them, which checks them; the last of a name counts. */
function labelsText(labels: readonly string[]): string {
  const entries = labels.map((label) => {
    const at = label.indexOf('=');
    if (at < 1) throw usageError(`--label must be a name, = and a value, not '${label}'`);
    return [label.slice(0, at), label.slice(at + 1)] as const;
  });
  return JSON.stringify(Object.fromEntries(entries));
}

async function start(flow: string, options: StartOptions, session: Session): Promise<void> {
  const context = apiContext(session, options);
  const { client, terminal, asJson } = context;
  const input = options.input;
  const execution = await client.call('StartExecution', {
    FlowName: flow,
    ...(options.qualifier !== undefined && { Qualifier: options.qualifier }),
    ...(options.name !== undefined && { ExecutionName: options.name }),
    ...(options.label.length > 0 && { Labels: labelsText(options.label) }),
    ...(input !== undefined && { Input: await readJsonObject('--input', input, terminal) }),
  });
  if (options.follow !== true && options.wait !== true && asJson) return printJson(terminal, execution);
  if (!asJson) terminal.stdout.write(`Started ${flow} ${execution.Name}${versionText(execution)}\n`);
  if (options.follow === true) {
    if (asJson) printJson(terminal, { execution });
    session.exitCode = await follow(context, execution);
  } else if (options.wait === true) {
    session.exitCode = await waitForEnd(context, { FlowName: flow, ExecutionName: execution.Name });
  } else {
    const next = context.commandLine(`history ${flow} ${execution.Name} --follow`);
    terminal.stdout.write(`Follow it with: ${next}\n`);
  }
}
