import { deepStrictEqual, ok } from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { ApiRequest } from '../../src/api/protocol/request.ts';
import { CALLBACK, ECHO } from '../helpers/api-flows.ts';
import { type ApiHome, openApiHome } from '../helpers/api-home.ts';

/** Requests after which a home is emptied: what was created before must not pile up. */
const REQUESTS_PER_HOME = 200;

let home: ApiHome | undefined;
let requests = 0;

/** A home with flows `f` and `g`, execution `e` that waits for a report, and schedule `s`. */
export async function apiHome(): Promise<ApiHome> {
  if (home !== undefined && requests++ < REQUESTS_PER_HOME) return home;
  requests = 0;
  home = openApiHome();
  const flow = { Description: '', Type: 'FDL' } as const;
  await home.call('CreateFlow', { Name: 'f', Definition: CALLBACK, ...flow });
  await home.call('CreateFlow', { Name: 'g', Definition: ECHO, ...flow });
  await home.call('CreateSchedule', { FlowName: 'f', ScheduleName: 's', CronExpression: '@every 1m' });
  await home.call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
  await home.settle();
  return home;
}

/** Sends a request and checks what holds for every answer; answers its body. */
export async function checkedAnswer(request: ApiRequest): Promise<Readonly<Record<string, unknown>>> {
  const { api, clock, logged } = await apiHome();
  let isPending = true;
  const answer = api(request).finally(() => {
    isPending = false;
  });
  for (let turn = 0; isPending; turn += 1) {
    await setImmediate();
    if (turn > 20) await clock.advanceBy(10_000);
  }
  const { status, body } = await answer;
  const parsed = JSON.parse(body);
  ok(status < 500, body);
  ok((status === 200) === !('Code' in parsed), body);
  ok(body.length < 6_000_000);
  deepStrictEqual(logged, []);
  return parsed;
}
