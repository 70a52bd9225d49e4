import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationName } from '../../../../src/api/contract.ts';
import { OPERATION_NAMES, operations } from '../../../../src/api/operations.ts';
import { wholeVariable } from '../../../helpers/whole-number.ts';
import { credentialOutcomes } from './credentials.ts';
import { type BadInputHome, type Outcome, openBadInputHome, type WireRequest } from './home.ts';
import { agreed, cell, pageOf, table } from './page.ts';
import { badRequest, goodRequest, PARAMETER_KINDS, type ParameterKind } from './params.ts';
import { jsonCall, REQUEST_KINDS, type RequestKind, rpcCall } from './requests.ts';

const PAGE = 'docs/internals/bad-input.md';
/** Kinds of values that only the JSON binding can carry. */
const JSON_ONLY: readonly ParameterKind[] = ['a number', 'null', 'a list'];
/** Codes whose message names the parameter. */
const NAMING = ['InvalidArgument', 'MissingRequiredParams', 'EntityTooLarge'];
/** `npm test` sends a kind of bad request to one operation in three, each kind to others; `npm run test:long` to all. */
const STRIDE = wholeVariable('FDL_CASES_STRIDE', 1, 3);

let home: BadInputHome;
beforeAll(async () => {
  home = await openBadInputHome();
});
afterAll(() => home.close());

/** Operations that only read, in either binding. */
const READING = /^(\/|Action=)(Describe|Get|List)/;

/** Sends, expects an answer that names what is wrong, and undoes what was taken. */
async function answer(request: WireRequest, named?: string): Promise<string> {
  const { clock } = home.home;
  const before = clock.now();
  const outcome: Outcome = await home.send(request);
  expect(home.home.logged).toEqual([]);
  expect(outcome.status).toBeLessThan(500);
  expect(outcome.status === 200).toBe(outcome.code === '');
  if (outcome.status === 200) {
    const isRead = READING.test(request.target) || READING.test(String(request.body));
    if (!isRead || clock.now() > before) await home.renew();
  } else if (named !== undefined && NAMING.includes(outcome.code)) expect(outcome.message).toMatch(named);
  return cell(outcome);
}

async function requestCell(kind: RequestKind, binding: 'rpc' | 'json'): Promise<string | undefined> {
  const make = kind[binding];
  if (make === undefined) return undefined;
  const cells = new Set<string>();
  const first = REQUEST_KINDS.indexOf(kind);
  for (const operation of OPERATION_NAMES.filter((_, at) => (at + first) % STRIDE === 0))
    cells.add(await answer(make(operation, goodRequest(operation, home))));
  expect([...cells], `${kind.title}: every operation answers alike`).toHaveLength(1);
  return [...cells][0];
}

async function parameterCell(operation: OperationName, name: string, kind: ParameterKind): Promise<string> {
  const request = () => badRequest(operation, name, kind, home);
  const first = request();
  if (first === undefined) return '';
  const rpc = JSON_ONLY.includes(kind) ? undefined : await answer(rpcCall(operation, first), name);
  const json = await answer(jsonCall(operation, request() ?? {}), name);
  return rpc === undefined ? json : agreed(rpc, json);
}

async function requestTable(): Promise<string> {
  const rows = [['A request with', 'RPC', 'JSON']];
  for (const kind of REQUEST_KINDS) {
    rows.push([kind.title, (await requestCell(kind, 'rpc')) ?? '', (await requestCell(kind, 'json')) ?? '']);
  }
  return table(rows);
}

async function parameterTable(): Promise<string> {
  const rows = [['Operation', 'Parameter', ...PARAMETER_KINDS.map(String)]];
  for (const operation of OPERATION_NAMES) {
    for (const name of Object.keys(operations[operation].params)) {
      const row = [`\`${operation}\``, `\`${name}\``];
      for (const kind of PARAMETER_KINDS) row.push(await parameterCell(operation, name, kind));
      rows.push(row);
    }
  }
  return table(rows);
}

test(`every kind of bad input gets the answer that ${PAGE} tells (FDL_UPDATE_DOCS=1 writes it)`, async () => {
  const page = pageOf(await requestTable(), await parameterTable(), table(await credentialOutcomes()));
  if (process.env['FDL_UPDATE_DOCS'] === '1') writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});
