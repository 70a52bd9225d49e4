import type { ExecutionStatus } from '../../../../src/api/contract.ts';

/** Most executions that one call lists. */
export const MAX_PAGE = 99;

/** Every status, in the order in which they are offered. */
export const STATUSES = [
  'Starting',
  'Running',
  'Succeeded',
  'Failed',
  'TimedOut',
  'Stopped',
] as const satisfies readonly ExecutionStatus[];

/** The ends after which an execution may go on. */
const REDRIVABLE: readonly ExecutionStatus[] = ['Failed', 'TimedOut', 'Stopped'];

/** Spans of time that end now, in milliseconds. */
export const RANGES = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

/** A span of time that ends now. */
export type Range = keyof typeof RANGES;

/** Which executions are wanted. */
export interface Filters {
  /** Absent for all flows. */
  readonly flow?: string;
  /** None for any. */
  readonly statuses: readonly ExecutionStatus[];
  readonly prefix: string;
  /** The error that they ended with; empty for any end. */
  readonly error: string;
  /** A label that they have, `name=value`; empty for any. */
  readonly label: string;
  /** When they were started; absent for any time. */
  readonly range?: Range | 'custom';
  /** Bounds of a custom range, RFC 3339; empty for none. */
  readonly from: string;
  readonly to: string;
}

/** Any execution. */
export const NO_FILTERS: Filters = { statuses: [], prefix: '', error: '', label: '', from: '', to: '' };

/** Reads filters from a page's address; what makes no sense there is left out. */
export function readFilters(search: URLSearchParams): Filters {
  const flow = search.get('flow');
  const range = search.get('range');
  return {
    ...(flow && { flow }),
    statuses: STATUSES.filter((status) => search.getAll('status').includes(status)),
    prefix: search.get('prefix') ?? '',
    error: search.get('error') ?? '',
    label: search.get('label') ?? '',
    ...(isRange(range) && { range }),
    from: instant(search.get('from')),
    to: instant(search.get('to')),
  };
}

/** Writes filters as a page's address, so that they can be kept and shared. */
export function writeFilters({
  flow,
  statuses,
  prefix,
  error,
  label,
  range,
  from,
  to,
}: Filters): URLSearchParams {
  const isCustom = range === 'custom';
  return new URLSearchParams([
    ...(flow === undefined ? [] : [['flow', flow]]),
    ...statuses.map((status) => ['status', status]),
    ...(prefix === '' ? [] : [['prefix', prefix]]),
    ...(error === '' ? [] : [['error', error]]),
    ...(label === '' ? [] : [['label', label]]),
    ...(range === undefined ? [] : [['range', range]]),
    ...(isCustom && from !== '' ? [['from', from]] : []),
    ...(isCustom && to !== '' ? [['to', to]] : []),
  ]);
}

/** True when nothing is left out but other flows. */
export function isUnfiltered({ statuses, prefix, error, label, range }: Filters): boolean {
  return statuses.length === 0 && prefix === '' && error === '' && label === '' && range === undefined;
}

/** True where something that runs is asked for, and not everything; a label that is still being typed leaves it open. */
export function narrowsRunning(
  flowName: string | undefined,
  { statuses, prefix, error, label, range }: Filters,
) {
  const isAsked = flowName !== undefined || prefix !== '' || label !== '' || range !== undefined;
  const mayRun = error === '' && (statuses.length === 0 || statuses.includes('Running'));
  return isAsked && mayRun && (label === '' || isLabel(label));
}

/** The ends after which what is asked for may go on; none where that is everything, or a label is still being typed. */
export function endsToRedrive({ statuses, error, label }: Filters): readonly ExecutionStatus[] {
  if (label !== '' && !isLabel(label)) return [];
  if (statuses.length === 0) return error === '' ? [] : REDRIVABLE;
  return REDRIVABLE.filter((status) => statuses.includes(status));
}

function isLabel(text: string): boolean {
  return /.=./s.test(text);
}

/** The request to the API, but for statuses and pages. */
export function conditionsOf(flowName: string | undefined, filters: Filters, now: number) {
  const { prefix, error, label } = filters;
  return {
    ...(flowName !== undefined && { FlowName: flowName }),
    ...(prefix !== '' && { ExecutionNamePrefix: prefix }),
    ...(error !== '' && { ErrorCode: error }),
    // What is still being typed is no label yet.
    ...(isLabel(label) && { Label: label }),
    ...boundsOf(filters, now),
  };
}

function boundsOf({ range, from, to }: Filters, now: number) {
  switch (range) {
    case undefined:
      return {};
    case 'custom':
      return {
        ...(from !== '' && { StartedTimeBegin: from }),
        ...(to !== '' && { StartedTimeEnd: to }),
      };
    default:
      return { StartedTimeBegin: new Date(now - RANGES[range]).toISOString() };
  }
}

function isRange(text: string | null): text is Range | 'custom' {
  return text !== null && (text === 'custom' || Object.hasOwn(RANGES, text));
}

function instant(text: string | null): string {
  return text !== null && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : '';
}
