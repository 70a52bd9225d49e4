import type { CallOutcome } from '../../../ports/task-targets.ts';

/** What is known of an error of a client: its name as AWS calls it, and the HTTP status if there was an answer. */
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

/** True for every way in which AWS says that the caller may not. */
export function isDenied({ name, status }: ServiceError): boolean {
  return status === 403 || /AccessDenied|Authorization|UnrecognizedClient|NotAuthorized/.test(name);
}
