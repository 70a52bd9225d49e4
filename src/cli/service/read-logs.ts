import { setTimeout as sleep } from 'node:timers/promises';
import type { LogLineView, RequestOf } from '../../api/contract.ts';
import { hasEnded } from '../output/execution-status.ts';
import type { Client } from './client.ts';
import type { ExecutionKey } from './follow.ts';

/** Which lines of an execution. */
export type LogQuery = Omit<
  RequestOf<'GetExecutionLogs'>,
  'FlowName' | 'ExecutionName' | 'Limit' | 'NextToken'
>;

/** A line, and the execution that printed it. */
export interface ReadLine {
  readonly execution: string;
  readonly line: LogLineView;
}

const PAGE = 999;
/** Executions of a flow whose lines are read when none is named. */
const NEWEST = 20;
const PAUSE_MS = 1_000;

/** Reads the lines of one execution, each once, however often it is called. */
export class LogCursor {
  readonly #client: Client;
  readonly #request: ExecutionKey & LogQuery;
  #token: string | undefined;
  #hasEnded = false;
  #url: string | undefined;

  constructor(client: Client, request: ExecutionKey & LogQuery) {
    this.#client = client;
    this.#request = request;
  }

  /** The page that shows the lines, where the API has none itself. */
  get url(): string | undefined {
    return this.#url;
  }

  /** All lines from where the last call ended. */
  async read(signal?: AbortSignal): Promise<readonly ReadLine[]> {
    const lines: ReadLine[] = [];
    for (let hasMore = true; hasMore; ) {
      const position = this.#token === undefined ? {} : { NextToken: this.#token };
      const page = await this.#client.call(
        'GetExecutionLogs',
        { ...this.#request, Limit: PAGE, ...position },
        signal,
      );
      lines.push(...page.Lines.map((line) => ({ execution: this.#request.ExecutionName, line })));
      this.#url = page.LogsUrl;
      this.#token = page.NextToken ?? page.FollowToken ?? this.#token;
      hasMore = page.NextToken !== undefined;
    }
    return lines;
  }

  /** As `read`; undefined when there is nothing more to come. */
  async readOn(signal: AbortSignal): Promise<readonly ReadLine[] | undefined> {
    if (this.#hasEnded) return undefined;
    const { FlowName, ExecutionName } = this.#request;
    // The end is read before the lines: those that came before it are among them.
    const { Status } = await this.#client.call('DescribeExecution', { FlowName, ExecutionName }, signal);
    this.#hasEnded = hasEnded(Status);
    return await this.read(signal);
  }
}

/** The newest executions of a flow, oldest first. */
export async function newestExecutions(
  client: Client,
  FlowName: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const request = { FlowName, Limit: NEWEST, MetadataOnly: true };
  const { Executions } = await client.call('ListExecutions', request, signal);
  return Executions.map(({ Name }) => Name).toReversed();
}

/**
 * Hands on the lines of one execution until it has ended, or of a flow's newest executions until the signal.
 *
 * @returns the page that shows the lines, where the API has none itself.
 */
export async function followLogs(
  client: Client,
  { FlowName, ExecutionName }: { readonly FlowName: string; readonly ExecutionName: string | undefined },
  query: LogQuery,
  onLines: (lines: readonly ReadLine[]) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const cursors = new Map<string, LogCursor>();
  while (!signal.aborted) {
    const names =
      ExecutionName === undefined ? await newestExecutions(client, FlowName, signal) : [ExecutionName];
    for (const name of [...cursors.keys()]) if (!names.includes(name)) cursors.delete(name);
    const read: ReadLine[] = [];
    let goesOn = ExecutionName === undefined;
    for (const name of names) {
      const cursor = cursors.get(name) ?? new LogCursor(client, { FlowName, ExecutionName: name, ...query });
      cursors.set(name, cursor);
      const lines = await cursor.readOn(signal);
      if (cursor.url !== undefined) return cursor.url;
      read.push(...(lines ?? []));
      goesOn ||= lines !== undefined;
    }
    onLines(byTime(read));
    if (!goesOn) return undefined;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Lines of several executions by their times; those of one keep their order. */
export function byTime(lines: readonly ReadLine[]): readonly ReadLine[] {
  return lines.toSorted((a, b) => Date.parse(a.line.Time) - Date.parse(b.line.Time));
}
