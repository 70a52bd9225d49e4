import { noSuchBucket, ObjectError, type ObjectProblem } from '../../../ports/objects.ts';
import { isDenied, type ServiceError, serviceError } from '../targets/call-failure.ts';
import { isOverload, overloaded } from '../tell-overload.ts';

/** Errors in the 400s that a repeat may mend: a slow body, credentials that have just run out, a clock, a write that meets another. */
const PASSING = /^(RequestTimeout|ExpiredToken|TokenRefreshRequired|RequestTimeTooSkewed|OperationAborted)/;

/** An object in an archive is refused with the status of a missing right. */
const ARCHIVED = 'InvalidObjectState';

/** The error for a failed request about `what` of a bucket: one that tells the flow why, or one that may pass. */
export function objectFailure(bucket: string, what: string, thrown: unknown): unknown {
  if (thrown instanceof ObjectError) return thrown;
  if (isOverload(thrown)) return overloaded('S3', thrown);
  const error = serviceError(thrown);
  if (mayPass(error)) return thrown;
  const { name, message } = error;
  if (name === 'NoSuchBucket') return noSuchBucket(bucket);
  const problem: ObjectProblem = isDenied(error) && name !== ARCHIVED ? 'denied' : 'refused';
  return new ObjectError(problem, `S3 refuses ${what} of bucket ${bucket}: ${message} (${name})`);
}

/** Without a response, or with one that blames the service. */
function mayPass({ name, status }: ServiceError): boolean {
  return status === undefined || status >= 500 || status === 409 || PASSING.test(name);
}
