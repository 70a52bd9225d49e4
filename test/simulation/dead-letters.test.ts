import { describe, expect, test } from 'vitest';
import type { CallOutcome } from '../../src/ports/task-targets.ts';
import { compareToCalm } from '../../src/testing/simulation/compare.ts';
import { PlannedFates } from '../../src/testing/simulation/fates.ts';
import { BrokenPromise } from '../../src/testing/simulation/log.ts';
import { Outside } from '../../src/testing/simulation/outside.ts';
import { ENGINE, type Scenario, simulate } from '../../src/testing/simulation/simulation.ts';
import { calmRun } from '../../src/testing/simulation/try-run.ts';
import { World } from '../../src/testing/simulation/world.ts';

const SUCCESS: CallOutcome = { kind: 'succeeded', output: '{}' };

const TASK = '{type: task, name: call, resourceArn: "acs:fc:::services/s/functions/f"}';

function scenario(name: string, steps: readonly string[], child: readonly string[] = []): Scenario {
  const definition = (list: readonly string[]) =>
    `version: v1\ntype: flow\nsteps:\n${list.map((step) => `  - ${step}\n`).join('')}`;
  const report = () => ({ kind: 'succeeded', output: '{}' }) as const;
  const flows = { main: definition(steps), ...(child.length > 0 && { child: definition(child) }) };
  return { name, flows, input: '{}', workers: { invoke: async () => SUCCESS, report } };
}

/** By the message that is put aside, and the port whose outage does it. */
const CASES: readonly (readonly [string, string, Scenario])[] = [
  ['of a start', 'targets', scenario('start', [TASK])],
  ['of a timer', 'targets', scenario('timer', ['{type: wait, name: rest, duration: 5}', TASK])],
  [
    'of a report',
    'targets',
    scenario('report', [
      '{type: task, name: ask, resourceArn: "acs:mns:::/queues/q/messages", pattern: waitForCallback, serviceParams: {MessageBody: $}}',
      TASK,
    ]),
  ],
  [
    "of a child's end",
    'targets',
    scenario(
      'child',
      ['{type: task, name: child, resourceArn: "acs:fnf:::flow/child", pattern: sync}', TASK],
      ['{type: wait, name: rest, duration: 5}'],
    ),
  ],
  [
    'of a start that cannot arm its timer',
    'timers',
    scenario('wait', ['{type: wait, name: w, duration: 60}']),
  ],
  ['of a start that cannot be read', 'executions', scenario('unread', [TASK])],
];

/** A queue that gives what is moved back another id and another time, and messages that have no id of their own. */
class ForgetfulWorld extends World {
  override redrive(): void {
    for (const { body } of this.queue.takeDeadLetters()) void this.queue.send(body);
  }
}

class WatchedWorld extends World {
  redrives = 0;

  override redrive(): void {
    this.redrives += this.queue.deadLetters().length;
    super.redrive();
  }
}

function outage(port: string): PlannedFates {
  // A message that comes back tries again after a second at first; a queue of AWS takes about an hour for twenty tries.
  return new PlannedFates(new Map(), 'aws', { port, from: 6, until: 3_600_000 });
}

describe.each(CASES)('The message %s', (_what, port, scenario) => {
  test('goes on where it was when it is moved back after an outage', async () => {
    const world = new WatchedWorld(outage(port), ENGINE, new Outside(scenario.workers));
    compareToCalm(scenario, await calmRun(scenario), await simulate(scenario, world));
    expect(world.redrives).toBeGreaterThan(0);
  });

  test('would own nothing if it had another id then', async () => {
    const world = new ForgetfulWorld(outage(port), ENGINE, new Outside(scenario.workers));
    await expect(simulate(scenario, world)).rejects.toThrow(BrokenPromise);
  });
});
