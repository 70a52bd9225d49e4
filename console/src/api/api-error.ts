/** Why a call failed: what the API answered, or a code of the console's own. */
export class ApiError extends Error {
  /** A public error code of the API; `ConnectionFailed` when there was no answer of the API at all. */
  readonly code: string;
  /** The HTTP status; 0 without an answer. */
  readonly status: number;
  /** Names the call in the service's log; empty without an answer of the API. */
  readonly requestId: string;

  constructor(code: string, message: string, { status = 0, requestId = '' } = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

const SIGN_IN_CODES = new Set([
  'MissingRequiredHeader',
  'InvalidAccessKeyID',
  'SignatureNotMatch',
  'RequestTimeTooSkewed',
  'Unauthorized',
]);

/** True for the failures that another key or another sign-in may cure. */
export function isSignInNeeded(error: unknown): error is ApiError {
  return error instanceof ApiError && SIGN_IN_CODES.has(error.code);
}
