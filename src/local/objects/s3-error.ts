import { element, escapeXml } from '../queues/query/xml-text.ts';
import type { S3Answer } from './s3-request.ts';

/** A request that cannot be served as it is, in the codes of S3. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'S3Error';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function noSuchBucket(): S3Error {
  return new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
}

export function noSuchKey(): S3Error {
  return new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
}

export function noSuchUpload(): S3Error {
  return new S3Error(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );
}

export function invalidArgument(name: string, reason: string): S3Error {
  return new S3Error(400, 'InvalidArgument', `${name}: ${reason}`);
}

export function preconditionFailed(): S3Error {
  return new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
  );
}

/** An error as S3 writes it: in no namespace. */
export function errorAnswer({ status, code, message, headers }: S3Error): S3Answer {
  const content = element('Code', code) + element('Message', escapeXml(message));
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', content)}`,
  };
}
