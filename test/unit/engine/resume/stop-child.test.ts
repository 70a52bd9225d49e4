import { describe, expect, test } from 'vitest';
import { redriveExecution } from '../../../../src/engine/resume/redrive-execution.ts';
import { startExecution } from '../../../../src/engine/start-execution.ts';
import { submitCommand } from '../../../../src/engine/submit-command.ts';
import type { Command } from '../../../../src/interpreter/command.ts';
import type { ExecutionHeader } from '../../../../src/ports/execution-store.ts';
import { functionFlow } from '../engine-flows.ts';
import { EngineHome } from '../engine-home.ts';

// A child that went on for a second attempt of its parent's task, while another process still has it open as it was before.

const FIRST = 'flow/parent/2/0';
const SECOND = 'flow/parent/2/1';

async function wentOn() {
  const home = new EngineHome();
  home.targets.answer = () => new Promise(() => {});
  await home.createFlow('child', functionFlow('hangs'));
  const outcome = await startExecution(home.services, { flowName: 'child', startedBy: FIRST });
  if (outcome.kind !== 'started') throw new Error(outcome.kind);
  const child = outcome.header;
  // It drives the execution for as long as its function hangs, and reads nothing anew.
  const old = home.otherProcess();
  void home.handle(home.take().message, old);
  await home.clock.advanceBy(1);
  await submitCommand(home.services, child.id, stopOf());
  await home.settle();
  const awaitedBy = { token: 'none', startedBy: SECOND };
  expect((await redriveExecution(home.services, child.id, { awaitedBy })).kind).toBe('redriven');
  home.take();
  return { home, child, old };
}

function stopOf(startedBy?: string): Command {
  const failure = { error: 'Enough', cause: '' };
  return { type: 'Stop', failure, ...(startedBy !== undefined && { startedBy }) };
}

async function statusOf(home: EngineHome, { id }: ExecutionHeader): Promise<string | undefined> {
  return (await home.executions.readHeader(id))?.end?.status;
}

describe('In a process that knows only of the attempt before,', () => {
  test('the stop of the new attempt ends its child', async () => {
    const { home, child, old } = await wentOn();
    const body = { kind: 'command', execution: child.id, command: stopOf(SECOND) } as const;
    await home.services.queue.send(body);
    expect(await home.handle(home.take().message, old)).toEqual({ done: true });
    expect(await statusOf(home, child)).toBe('Stopped');
  });

  test('a late stop of that attempt leaves the child alone', async () => {
    const { home, child, old } = await wentOn();
    const body = { kind: 'command', execution: child.id, command: stopOf(FIRST) } as const;
    await home.services.queue.send(body);
    expect(await home.handle(home.take().message, old)).toEqual({ done: true });
    expect((await home.executions.load(child.id))?.records.at(-1)?.events.at(0)?.type).toBe(
      'ExecutionRedriven',
    );
    expect(await statusOf(home, child)).toBeUndefined();
  });
});
