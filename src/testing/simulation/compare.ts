import { isJsonObject, type JsonValue } from '../../common/json.ts';
import { parseJson, stringifyJson } from '../../common/json-text.ts';
import { MAX_REDRIVES } from '../../limits.ts';
import { BrokenPromise } from './log.ts';
import type { ForkOutcome, Outcome, Scenario } from './simulation.ts';

/**
 * How much of a run faults must leave as it was: every line of the history in order; the lines in any order, since
 * branches run side by side; what finished, and the output, where the execution has gone on after an end, and only the
 * output where it went further back; only how it ended, since one of several failing branches comes first; nothing, since
 * faults take time and the flow has a short timeout.
 */
type Sameness = 'ordered' | 'unordered' | 'finished' | 'output' | 'status' | 'nothing';

/** A timeout that no fault comes near to, in seconds. */
const FAR = 7_200;

/** @throws BrokenPromise when a run did not end as the calm run of its scenario did. */
export function compareToCalm(scenario: Scenario, calm: Outcome, outcome: Outcome): void {
  const sameness = samenessOf(scenario, calm);
  if (sameness === 'nothing' || timesRedriven(outcome) >= MAX_REDRIVES) return;
  const { redrives } = scenario;
  if (redrives !== undefined) {
    for (const fork of outcome.forks) compareFork(calm, fork, redrives.fromEventId === undefined);
  }
  expectSame('status', calm.status, outcome.status);
  if (sameness === 'status') return;
  if (sameness !== 'output') expectSame('written results', writtenBy(calm), writtenBy(outcome));
  if (sameness === 'finished') {
    compareFinished(calm, outcome);
    return;
  }
  const hide = masks(scenario);
  compareOutput('output', calm, outcome, hide);
  if (sameness === 'output') return;
  expectSame('failure', calm.failure?.error ?? '', outcome.failure?.error ?? '');
  const expected = linesOf(calm, hide);
  const actual = linesOf(outcome, hide);
  if (sameness === 'unordered') {
    expected.sort();
    actual.sort();
  }
  expectSame('number of events', String(expected.length), String(actual.length));
  expected.forEach((line, index) => {
    expectSame('history', line, actual[index] ?? '');
  });
}

function samenessOf(scenario: Scenario, calm: Outcome): Sameness {
  const { flows, stopAfter, deleteAfter, isOpenEnded, redrives } = scenario;
  const isCutShort = (stopAfter !== undefined && redrives === undefined) || deleteAfter !== undefined;
  if (isCutShort || isOpenEnded === true) return 'nothing';
  const text = Object.values(flows).join('\n');
  const timeouts = [...text.matchAll(/(?:timeout|heartbeat)Seconds"?: ?(\d+)/g)].map(([, seconds]) =>
    Number(seconds),
  );
  if (timeouts.some((seconds) => seconds < FAR)) return 'nothing';
  if (redrives !== undefined) return redrives.fromEventId === undefined ? 'finished' : 'output';
  const isConcurrent = /"?type"?: ?"?(parallel|foreach)/.test(text);
  if (!isConcurrent) return 'ordered';
  return calm.status === 'Succeeded' ? 'unordered' : 'status';
}

/** Several results tell how often a call was made. */
function writtenBy({ written }: Outcome): string {
  return masked(stringifyJson(written)).replaceAll(/(\\?"(?:reportedAt|attempt)\\?":)\d+/g, '$10');
}

/** A fork ends as the execution itself; where neither has gone further back, it has finished each step once, too. */
function compareFork(calm: Outcome, fork: ForkOutcome, finishesOnce: boolean): void {
  const { name, status, isChosen } = fork;
  if (timesRedriven(fork) >= MAX_REDRIVES) return;
  expectSame(`status of ${name}`, calm.status, status);
  compareOutput(`output of ${name}`, calm, fork, masked);
  if (!isChosen && finishesOnce) expectSame(`finished steps of ${name}`, finishedIn(calm), finishedIn(fork));
}

type Ended = Pick<Outcome, 'output' | 'history'>;

/** Hides in a JSON text what differs from run to run. */
type Hide = (text: string) => string;

/**
 * Workers and functions tell at which attempt they do. One that was under way when its execution ended or was forked came
 * again since, once each time.
 */
function compareOutput(what: string, calm: Ended, actual: Ended, hide: Hide): void {
  const most = timesForked(actual) + timesRedriven(actual);
  const attempts = attemptsIn(actual);
  for (const [index, attempt] of attemptsIn(calm).entries()) {
    const later = (attempts[index] ?? attempt) - attempt;
    if (later < 0) throw new BrokenPromise(`${what} has an earlier attempt than the calm run`);
    if (later > most) throw new BrokenPromise(`${what} has attempt ${attempt + later} after ${most} ends`);
  }
  expectSame(what, hide(withoutAttempts(calm)), hide(withoutAttempts(actual)));
}

function timesRedriven({ history }: Pick<Outcome, 'history'>): number {
  return history.filter(({ type }) => type === 'ExecutionRedriven').length;
}

function timesForked({ history }: Pick<Outcome, 'history'>): number {
  return history.filter(({ type }) => type === 'ExecutionForked').length;
}

/** An attempt that a worker or a function tells, or that the name of a map run has. */
const ATTEMPT = /("(?:reportedAt|attempt)":|\bmap-\d+-)(\d+)\b/g;

function attemptsIn({ output }: Ended): readonly number[] {
  return [...output.matchAll(ATTEMPT)].map(([, , attempt]) => Number(attempt));
}

function withoutAttempts({ output }: Ended): string {
  return output.replaceAll(ATTEMPT, (_, before: string) => `${before}0`);
}

/** Every step and every list has finished once, with the same data, however often the execution has gone on. */
function compareFinished(calm: Outcome, outcome: Outcome): void {
  compareOutput('output', calm, outcome, masked);
  expectSame('finished steps', finishedIn(calm), finishedIn(outcome));
}

function finishedIn({ history }: Pick<Outcome, 'history'>): string {
  return history
    .filter(({ type }) => type === 'StepExited' || type === 'BranchExited' || type === 'IterationExited')
    .map(({ type, stepName }) => `${type} ${stepName}`)
    .sort()
    .join('\n');
}

/** TaskSubmitted is left out: a report that is quicker than the submitting call makes it pointless. */
function linesOf({ history }: Outcome, hide: Hide): string[] {
  return history
    .filter(({ type }) => type !== 'TaskSubmitted')
    .map(({ type, stepName, detail }) => `${type} ${stepName} ${hide(detail)}`);
}

/** Members of events that hold tokens, times or ids. */
const CHANGING = new Set(['taskToken', 'Name', 'MessageId', 'StartedTime']);

/**
 * The name of a map run has the id of the event that entered its step, which another branch may come before. An input has it
 * inside a text.
 */
const MAP_RUN = /\b(map)-\d+-(\d+)\b/g;

/** The cause of a map run's failure names the batch that failed first, and counts the items that had failed by then. */
const FIRST_BATCH = /\d+( of \d+ items have failed, more than are tolerated; batch) \d+/g;

/** Several batches of one map run may be under way at a time. */
const SIDE_BY_SIDE = /"?distributed"?:(?! ?\{[^}]*"?maxConcurrency"?: ?1\b)/;

/** The folder of its results follows from its name. */
const RESULTS = /\bout\/[\da-f-]{36}\//g;

/** JSON text without what differs from run to run: tokens, times, ids. */
export function masked(text: string): string {
  if (text === '') return '';
  return stringifyJson(mask(parseJson(text)))
    .replaceAll(MAP_RUN, '$1-…-$2')
    .replaceAll(RESULTS, 'out/…/');
}

/** Hides what differs between runs of a scenario: where batches run side by side, which of them is the first to fail as well. */
function masks({ flows }: Scenario): Hide {
  if (!SIDE_BY_SIDE.test(Object.values(flows).join('\n'))) return masked;
  return (text) => masked(text).replaceAll(FIRST_BATCH, '…$1 …');
}

function mask(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(mask);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, member]) => [key, CHANGING.has(key) ? '…' : mask(member)]));
}

function expectSame(what: string, calm: string, actual: string): void {
  if (calm !== actual)
    throw new BrokenPromise(`${what} differs from the calm run: ${actual} instead of ${calm}`);
}
