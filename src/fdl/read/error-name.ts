import type { Field } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { readText } from './values.ts';
import { quote } from './words.ts';

/** The name that stands for every error of a task. */
export const ALL_ERRORS = 'FnF.ALL';

/** The names that the service gives to failures of tasks and flows (docs/reference/errors.md), the usual ones first. */
export const ERROR_NAMES = [
  ALL_ERRORS,
  'FnF.TaskTimeout',
  'FnF.Timeout',
  'FnF.HeartbeatTimeout',
  'FC.ResourceThrottled',
  'FC.ResourceExhausted',
  'FC.InternalServerError',
  'FC.Unknown',
  'FC.FunctionNotFound',
  'FC.ServiceNotFound',
  'FC.HandlerNotFound',
  'FC.InvalidArgument',
  'FC.AccessDenied',
  'FnF.Fail',
  'FnF.InvalidInput',
  'FnF.InvalidOutput',
  'FnF.InvalidLocal',
  'FnF.DataLimitExceeded',
  'FnF.EventLimitExceeded',
  'FnF.DepthLimitExceeded',
  'FnF.ResourceNotFound',
  'FnF.PermissionDenied',
  'FnF.ToleranceExceeded',
  'FnF.ItemReaderFailed',
  'FnF.ResultWriterFailed',
  'FnF.ResultsLost',
  'FnF.DamagedData',
  'FnF.ParentStopped',
  'FnF.ParentRedriven',
  'FnF.FlowDeleted',
  'fnf.FlowNotExists',
  'fnf.FlowVersionNotExists',
  'fnf.FlowAliasNotExists',
  'fnf.ExecutionAlreadyExists',
  'mns.InternalError',
] as const;

/** A name that the service gives to a failure. */
export type ErrorName = (typeof ERROR_NAMES)[number];

const KNOWN: ReadonlySet<string> = new Set(ERROR_NAMES);

/** Names that other languages have for the same. */
const ELSEWHERE: ReadonlyMap<string, ErrorName> = new Map([
  ['*', ALL_ERRORS],
  ['ALL', ALL_ERRORS],
  ['States.ALL', ALL_ERRORS],
  ['States.Timeout', 'FnF.TaskTimeout'],
]);

/** Names in a form that only the service gives: those of functions and workers rarely have a word before a dot. */
const OF_THE_SERVICE = /^(?:FnF|FC|mns)\./i;

/** Reads the name of an error in a policy; any is allowed, for functions throw what they like. */
export function readErrorName(field: Field, context: Context): string {
  const name = readText(field, context);
  const meant = ELSEWHERE.get(name);
  if (meant !== undefined) {
    context.refuse('unlikely-error', field, `${quote(name)} is compared as any other name; write ${meant}`);
  } else if (OF_THE_SERVICE.test(name) && !KNOWN.has(name)) {
    const hint = context.suggest(name, ERROR_NAMES);
    if (hint !== '') {
      const message = `${quote(name)} is no error of the service, whose names are compared letter by letter.${hint}`;
      context.refuse('unlikely-error', field, message);
    }
  }
  return name;
}
