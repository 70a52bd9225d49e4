/** The public error codes and the HTTP status that goes with each (docs/reference/errors.md, "API"). */
export const ERROR_STATUS = {
  ActionNotSupported: 400,
  APIVersionNotSupported: 400,
  EntityTooLarge: 400,
  InvalidArgument: 400,
  MissingRequiredHeader: 400,
  MissingRequiredParams: 400,
  ExecutionAlreadyExists: 400,
  ExecutionNotForkable: 400,
  ExecutionNotRedrivable: 400,
  TaskAlreadyCompleted: 400,
  SignatureNonceUsed: 400,
  AccessDenied: 403,
  InvalidAccessKeyID: 403,
  RequestTimeTooSkewed: 403,
  SignatureNotMatch: 403,
  FlowNotExists: 404,
  ExecutionNotExists: 404,
  ScheduleNotExists: 404,
  FlowVersionNotExists: 404,
  FlowAliasNotExists: 404,
  FlowAlreadyExists: 409,
  ScheduleAlreadyExists: 409,
  FlowAliasAlreadyExists: 409,
  ConcurrentUpdateError: 409,
  PreconditionFailed: 412,
  UnsupportedMediaType: 415,
  ResourceThrottled: 429,
  InternalServerError: 500,
} as const;

/** A code that a caller can act upon. */
export type ErrorCode = keyof typeof ERROR_STATUS;

/** A request that cannot be served. Code and message go to the caller. */
export class ApiError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
  }
}
