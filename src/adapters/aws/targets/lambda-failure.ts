import { jsonIn } from '../../../common/json-text.ts';
import type { CallOutcome } from '../../../ports/task-targets.ts';
import { failed, isDenied, type ServiceError, serviceError } from './call-failure.ts';

/** Names that give no reason: base classes, and Node's names for thrown values that are no errors. */
const GENERIC =
  /^(|Error|Exception|BaseException|string|number|boolean|object|undefined|symbol|bigint|function)$/;

/** Names under which Lambda itself reports: a timeout, too little memory, an exit, code that cannot be loaded. */
const OF_THE_RUNTIME = /^(Runtime|Sandbox|Extension|Function|InvalidFunctionException)\b/;

/** The messages of the runtimes of Node and Python for a result that cannot be written as JSON. */
const UNWRITABLE = /^Unable to (stringify response body|marshal response)/;

const BY_EXCEPTION: Readonly<Record<string, string>> = {
  TooManyRequestsException: 'FC.ResourceThrottled',
  ThrottlingException: 'FC.ResourceThrottled',
  EC2ThrottledException: 'FC.ResourceExhausted',
  ENILimitReachedException: 'FC.ResourceExhausted',
  SubnetIPAddressLimitReachedException: 'FC.ResourceExhausted',
  ServiceQuotaExceededException: 'FC.ResourceExhausted',
  ResourceNotFoundException: 'FC.FunctionNotFound',
  InvalidParameterValueException: 'FC.InvalidArgument',
  InvalidRequestContentException: 'FC.InvalidArgument',
  RequestTooLargeException: 'FC.InvalidArgument',
  UnsupportedMediaTypeException: 'FC.InvalidArgument',
  ValidationException: 'FC.InvalidArgument',
};

/** The failure of a call that Lambda refused or to which it never responded (docs/reference/language.md 6.2). */
export function refusedCall(thrown: unknown): CallOutcome {
  const error = serviceError(thrown);
  return failed(refusalName(error), cause(error.message, error.name));
}

function refusalName(error: ServiceError): string {
  const known = BY_EXCEPTION[error.name];
  if (known !== undefined) return known;
  if (isDenied(error)) return 'FC.AccessDenied';
  // Without a whole response it is unknown whether the function ran, as after an internal error.
  const { status } = error;
  if (status === undefined || status < 400 || status >= 500) return 'FC.InternalServerError';
  return `FC.${error.name.replace(/Exception$/, '')}`;
}

/** The failure of a function that ran: its own error's name, and the whole report as the cause. */
export function functionFailure(report: string): CallOutcome {
  const read = jsonIn(report);
  const { errorType, errorMessage } = readReport(read);
  return failed(
    reportedName(errorType, errorMessage),
    read === undefined ? cause(report, 'Unknown') : report,
  );
}

function reportedName(errorType: string, errorMessage: string): string {
  if (errorType === 'Runtime.MarshalError' || UNWRITABLE.test(errorMessage)) return 'FnF.InvalidLocal';
  if (errorType === 'Runtime.HandlerNotFound') return 'FC.HandlerNotFound';
  return GENERIC.test(errorType) || OF_THE_RUNTIME.test(errorType) ? 'FC.Unknown' : errorType;
}

/** The two fields that every runtime fills, as far as they are there. */
function readReport(report: unknown): { readonly errorType: string; readonly errorMessage: string } {
  const { errorType, errorMessage } = Object(report) as Record<string, unknown>;
  return {
    errorType: typeof errorType === 'string' ? errorType : '',
    errorMessage: typeof errorMessage === 'string' ? errorMessage : '',
  };
}

function cause(errorMessage: string, errorType: string): string {
  return JSON.stringify({ errorMessage, errorType });
}
