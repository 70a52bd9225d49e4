import type { CallOutcome } from '../../../ports/task-targets.ts';

/** The known parts of an error of a client: its name in AWS, and the HTTP status if there was a response. */
export interface ServiceError {
  readonly name: string;
  readonly message: string;
  readonly status?: number;
}

/** The parts of an error that count; anything may have been thrown. */
export function serviceError(error: unknown): ServiceError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { $metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
  const { name, message } = error;
  const status = $metadata?.httpStatusCode;
  return status === undefined ? { name, message } : { name, message, status };
}

/** A call that failed. */
export function failed(error: string, cause: string): CallOutcome {
  return { kind: 'failed', failure: { error, cause } };
}

/** True for every error of AWS that denies access. */
export function isDenied({ name, status }: ServiceError): boolean {
  return status === 403 || /AccessDenied|Authorization|UnrecognizedClient|NotAuthorized/.test(name);
}
