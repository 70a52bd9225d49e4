import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EventView } from '../../api/contract.ts';
import { parseFlow } from '../../fdl/parse-flow.ts';
import { testFileText, withCase } from '../../testing/cases/write-test-file.ts';
import { appendEvents, NO_EVENTS } from '../../trace/append.ts';
import { recordedCase } from '../../trace/recorded-case.ts';
import { usageError } from '../cli-error.ts';
import { hasEnded } from '../output/execution-status.ts';
import type { Client } from '../service/client.ts';
import { describeExecution, type ExecutionKey, readEvents } from '../service/follow.ts';

/** A test file that was written, or added to. */
export interface RecordedTest {
  readonly text: string;
  /** The definition that the execution ran, and where the test file looks for it. */
  readonly flow: { readonly file: string; readonly definition: string };
}

/** Makes a case of an execution that has ended; `before` is the text of the test file that it is added to. */
export async function recordTest(client: Client, key: ExecutionKey, before?: string): Promise<RecordedTest> {
  const execution = await describeExecution(client, key);
  if (!hasEnded(execution.Status))
    throw usageError(
      `${key.FlowName} ${key.ExecutionName} has not ended; only what has ended can be recorded`,
    );
  const { flow } = parseFlow(execution.FlowDefinition);
  if (flow === undefined)
    throw new Error(`This version of fdl does not understand the flow ${key.FlowName}.`);
  const events: EventView[] = [];
  for await (const page of readEvents(client, key)) events.push(...page);
  const recorded = recordedCase(flow, execution, appendEvents(NO_EVENTS, events));
  const file = `${key.FlowName}.yaml`;
  const text = before === undefined ? testFileText(file, recorded) : withCase(before, recorded);
  return { text, flow: { file, definition: execution.FlowDefinition } };
}

/** Writes a recorded case into a new test file, with the definition beside it, or adds it to one that is there. */
export async function recordInto(client: Client, key: ExecutionKey, path: string): Promise<void> {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const { text, flow } = await recordTest(client, key, before);
  const beside = join(dirname(path), flow.file);
  if (before === undefined && !existsSync(beside)) writeFileSync(beside, flow.definition);
  writeFileSync(path, text);
}
