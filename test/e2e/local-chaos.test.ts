import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, onTestFailed, test } from 'vitest';
import type { ResponseOf } from '../../src/api/contract.ts';
import { Random } from '../../src/testing/simulation/random.ts';
import { mixedFunctions, type WorkKind } from '../helpers/mixed-work.ts';
import { addRowdyFunctions } from '../helpers/rowdy-work.ts';
import { wholeVariable } from '../helpers/whole-number.ts';
import { CHAOS_WORK, ChaosClients, type Execution, STOPPED, UPLOADED } from './chaos-clients.ts';
import { callApi, eventually } from './local-helpers.ts';
import {
  killServerProcesses,
  type ServerProcess,
  spawnServer,
  startServerProcess,
  stopServerProcess,
} from './server-process.ts';

// Hundreds of executions of mixed flows with workers and uploads, of functions that print, spawn, hang, return too much
// and end, and of topics with odd messages; and a server that is killed again and again, while all that goes on, while
// it starts, and while it has hardly any descriptors. FDL_KILLS and FDL_SEED choose other days than that of `npm test`.

const EXECUTIONS = 200;
const KILLS = wholeVariable('FDL_KILLS', 1, 4);
const SEED = wholeVariable('FDL_SEED', 0, 1);

const LONG = 'version: v1\ntype: flow\nsteps:\n  - {type: wait, name: long, duration: 86400}\n';
const DONE = 'version: v1\ntype: flow\nsteps:\n  - {type: succeed, name: done}\n';

/** Runs a server with about as many descriptors as it has clients. */
const FEW_DESCRIPTORS = ['bash', '-c', 'ulimit -n 150; exec "$@"', 'bash'];

const kinds: Readonly<Record<string, WorkKind>> = CHAOS_WORK;
const random = new Random(SEED);
const folders: string[] = [];

afterEach(() => {
  killServerProcesses();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test(
  `every answered call stays true, however often the server is killed (seed ${SEED})`,
  async () => {
    const [data, functions] = [mkdtempSync(join(tmpdir(), 'fdl-chaos-')), mixedFunctions()];
    folders.push(data, functions);
    addRowdyFunctions(functions);
    const more = { objectPort: 0, uploads: [{ bucket: UPLOADED, flow: UPLOADED }] };
    const clients = new ChaosClients(random);
    let doing = 'starting';
    onTestFailed(() => console.error(`seed ${SEED}: it failed while ${doing}`));
    const first = await startServerProcess(data, functions, more);
    const definitions = Object.entries(CHAOS_WORK).map(
      ([name, { definition }]) => [name, definition] as const,
    );
    for (const [Name, Definition] of [...definitions, [STOPPED, LONG], [UPLOADED, DONE]] as const) {
      await callApi(first.api, 'CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
    }
    const starts = Math.ceil(EXECUTIONS / (KILLS + 1));
    let server = first;
    for (let round = 0; round < KILLS; round++) {
      doing = `using server ${round}`;
      const enough = clients.started.length + random.below(starts * 0.8);
      const isUsed = async () => clients.started.length >= enough || undefined;
      await dieWhileUsed(server, isUsed, (signal) => clients.useServer(server, round, starts, signal));
      doing = `starting after ${round}`;
      if (random.chance(0.5)) await dieWhileStarting(spawnServer(data, functions, more));
      const under = random.chance(0.3) ? FEW_DESCRIPTORS : [];
      server = await startServerProcess(data, functions, more, round < KILLS - 1 ? under : []);
    }
    const lastDay = new AbortController();
    const used = clients.useServer(server, KILLS, starts, lastDay.signal);
    // The last server gets a moment of use, which nothing depends on.
    await sleep(1_000);
    expect(clients.started.length).toBeGreaterThan(EXECUTIONS / 10);
    for (const execution of [...clients.started]) {
      doing = `waiting for ${execution.FlowName}/${execution.ExecutionName}`;
      await expectRightEnd(server, execution, clients);
    }
    doing = 'comparing answers and uploads';
    await expectAnswersKept(server, clients);
    lastDay.abort();
    await used;
    const inputs = await inputsOf(server, UPLOADED);
    expect(inputs.map((input) => JSON.parse(input).object.key)).toEqual(
      expect.arrayContaining([...clients.uploads]),
    );
  },
  (10 + KILLS) * 60_000,
);

/** Kills a server a random real time after it has got so far: on a busy machine later than on a quiet one. */
async function dieWhileUsed(
  server: ServerProcess,
  isUsed: () => Promise<true | undefined>,
  use: (signal: AbortSignal) => Promise<void>,
) {
  const day = new AbortController();
  const used = use(day.signal);
  await eventually(isUsed);
  await sleep(random.below(1_000));
  await stopServerProcess(server, 'SIGKILL');
  day.abort();
  await used;
}

/** Kills a server at a random real time: the sooner, the less it has opened. */
async function dieWhileStarting(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  await sleep(random.below(800));
  child.kill('SIGKILL');
  await exited;
}

async function expectRightEnd(server: ServerProcess, execution: Execution, { stopped }: ChaosClients) {
  if (execution.FlowName === STOPPED && !stopped.has(execution.ExecutionName))
    await callApi(server.api, 'StopExecution', execution);
  const { Status, Output } = await endOf(server, execution);
  const { status, output = Output } = kinds[execution.FlowName] ?? { status: 'Stopped' };
  expect({ ...execution, Status, Output }).toEqual({ ...execution, Status: status, Output: output });
  const { Events } = await callApi(server.api, 'GetExecutionHistory', { ...execution, Limit: 999 });
  expect(Events.map(({ EventId }) => EventId)).toEqual(Events.map((_, at) => at + 1));
  expect(Events.filter(({ Type }) => /^Execution(?!Started)/.test(Type))).toHaveLength(1);
}

/** An answer that was taken is the output of one execution, also of one whose start was not answered. */
async function expectAnswersKept(server: ServerProcess, { answers }: ChaosClients): Promise<void> {
  const executions = await allExecutions(server, 'asked');
  const ends = await Promise.all(executions.map((execution) => endOf(server, execution)));
  const given = ends.map(({ Output }): string => JSON.parse(Output).answer);
  expect(new Set(given).size).toBe(given.length);
  expect(answers.length).toBeGreaterThan(0);
  expect(given).toEqual(expect.arrayContaining([...answers]));
}

/** Work at which servers have ended in a row waits for a quiet minute or for an operator, whose part the test takes. */
async function endOf({ api }: ServerProcess, execution: Execution) {
  const describe = async (WaitTimeSeconds: number) => {
    // A machine that is very busy refuses connections now and then.
    const described = await callApi(api, 'DescribeExecution', { ...execution, WaitTimeSeconds }).catch(
      () => undefined,
    );
    return described?.Status === 'Running' || described?.Status === 'Starting' ? undefined : described;
  };
  const end = await describe(5);
  if (end !== undefined) return end;
  await callApi(api, 'ResumeExecution', execution);
  return await eventually(() => describe(20), 120_000);
}

async function inputsOf(server: ServerProcess, FlowName: string): Promise<readonly string[]> {
  const executions = await allExecutions(server, FlowName);
  return (await Promise.all(executions.map((execution) => endOf(server, execution)))).map(
    ({ Input }) => Input,
  );
}

async function allExecutions({ api }: ServerProcess, FlowName: string): Promise<readonly Execution[]> {
  const found: Execution[] = [];
  let from: { readonly NextToken?: string } = {};
  do {
    const page: ResponseOf<'ListExecutions'> = await callApi(api, 'ListExecutions', { FlowName, ...from });
    found.push(...page.Executions.map(({ Name }) => ({ FlowName, ExecutionName: Name })));
    from = page.NextToken ? { NextToken: page.NextToken } : {};
  } while (from.NextToken);
  return found;
}
