import type { ExecutionView } from '../../api/contract.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { exitCodeOf } from '../output/execution-status.ts';
import { formatEnd } from '../output/execution-view.ts';
import { type ExplainedExecution, explain } from '../output/failure.ts';
import { type EventSink, jsonSink, liveSink, plainSink } from '../output/follow-output.ts';
import { awaitEnd, type ExecutionKey, followExecution } from './follow.ts';
import { readSteps } from './read-steps.ts';
import { type ApiContext, printJson } from './session.ts';

/** Waits for an execution's end, prints how it ended, and returns the exit code for it. */
export async function waitForEnd(context: ApiContext, key: ExecutionKey): Promise<ExitCode> {
  return await untilInterrupted(context, key, async (signal) => {
    const execution = await explain(context.client, await awaitEnd(context.client, key, signal));
    if (context.asJson) printJson(context.terminal, execution);
    return report(context, execution);
  });
}

/** Shows an execution's events as they happen, then how it ended, and returns the exit code for it. */
export async function follow(context: ApiContext, execution: ExecutionView): Promise<ExitCode> {
  const key = { FlowName: execution.FlowName, ExecutionName: execution.Name };
  const sink = await openSink(context, execution);
  return await untilInterrupted(context, key, async (signal) => {
    const ended = await followExecution(context.client, key, sink.events, signal).finally(sink.close);
    const explained = await explain(context.client, ended);
    if (context.asJson) printJson(context.terminal, { execution: explained });
    return report(context, explained);
  });
}

function report({ terminal, asJson }: ApiContext, execution: ExplainedExecution): ExitCode {
  if (!asJson) terminal.stdout.write(formatEnd(execution, terminal.stdout));
  return exitCodeOf(execution.Status);
}

async function openSink({ terminal, asJson }: ApiContext, execution: ExecutionView): Promise<EventSink> {
  if (asJson) return jsonSink(terminal.stdout);
  if (!terminal.stdout.isTty) return plainSink(terminal.stdout);
  const title = `${execution.FlowName} ${execution.Name}`;
  return liveSink(terminal.stdout, title, await readSteps(execution.FlowDefinition));
}

async function untilInterrupted(
  { terminal, asJson, commandLine }: ApiContext,
  { FlowName, ExecutionName }: ExecutionKey,
  action: (signal: AbortSignal) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interrupt = new AbortController();
  const release = terminal.onInterrupt(() => interrupt.abort());
  try {
    return await action(interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    const again = commandLine(`history ${FlowName} ${ExecutionName} --follow`);
    if (!asJson) terminal.stderr.write(`\nThe execution goes on; follow it again with: ${again}\n`);
    return EXIT.interrupted;
  } finally {
    release();
  }
}
