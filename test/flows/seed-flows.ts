import { existsSync, readFileSync } from 'node:fs';
import { findBlocks, indent, splitJoinedComments } from './seed-text.ts';

const SEEDS = new URL('../../../shared/seeds/', import.meta.url);

/** True where the documents lie that the project was created from: next to the project, not in it. */
export const hasSeeds = existsSync(SEEDS);

/** The flows printed in the seeds, with real names in place of the placeholders in their ARNs. */
export interface SeedFlows {
  readonly polling: string;
  readonly transaction: string;
  readonly topic: string;
  /** The same flow, as the Chinese page prints it. */
  readonly queueZh: string;
  /** The same flow, as the English page prints it. */
  readonly queueEn: string;
  readonly callback: string;
  readonly fixedVersion: string;
  readonly timer: string;
  /** A flow around the fragment that retries. */
  readonly retryFragment: string;
  /** A flow around the fragment that catches, with the step it goes to. */
  readonly catchFragment: string;
  /** A flow around the fragment that retries a custom error. */
  readonly customErrorFragment: string;
}

/** Reads the seeds. @throws where a flow is not found, so that a changed document is noticed. */
export function readSeedFlows(): SeedFlows {
  const zh = read('best-practices.zh.txt');
  const flows = findBlocks(zh, 'version: v1');
  const fragments = findBlocks(zh, 'steps:');
  const english = findBlocks(read('queue-callback.en.txt'), 'version: v1', /^Step 3/);
  return {
    polling: fill(pick(flows, 'GetJobStatus')),
    transaction: fill(pick(flows, 'BuyTrainTicket')),
    topic: fill(pick(flows, 'mns-topic-task')),
    queueZh: indent(splitJoinedComments(pick(flows, 'Task_1'))),
    queueEn: indent(pick(english, 'Task_1')),
    callback: fill(pick(flows, 'functions/echo')),
    fixedVersion: fill(pick(flows, 'fnf-demo.online')),
    timer: fill(pick(flows, 'functions/hello')),
    retryFragment: fill(`version: v1\ntype: flow\n${pick(fragments, 'maxIntervalSeconds')}`),
    catchFragment: fill(
      `version: v1\ntype: flow\n${pick(fragments, 'goto: final')}\n  - type: pass\n    name: final`,
    ),
    customErrorFragment: indent(customError(pick(findBlocks(zh, 'retry:'), 'ErrorNeedsRetry'))),
  };
}

function customError(retry: string): string {
  const resourceArn = 'acs:fc:::services/fnf-demo/functions/hello';
  return `version: v1\ntype: flow\nsteps:\n- type: task\nname: hello\nresourceArn: ${resourceArn}\n${retry}`;
}

function read(name: string): string {
  return readFileSync(new URL(name, SEEDS), 'utf8');
}

function pick(texts: readonly string[], mark: string): string {
  const text = texts.find((candidate) => candidate.includes(mark));
  if (text === undefined) throw new Error(`No text in the seeds holds "${mark}"`);
  return text;
}

function fill(flow: string): string {
  return flow
    .replaceAll('{accountID}:xxx', '{accountID}:services/fnf-demo/functions/hello')
    .replaceAll('{region}', 'cn-hangzhou')
    .replaceAll('{accountID}', '123456789')
    .replaceAll('<topic>', 'fnf-demo');
}
