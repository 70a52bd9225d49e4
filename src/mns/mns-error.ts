/** A request that cannot be served as it is, in the codes of the original. */
export class MnsError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'MnsError';
    this.status = status;
    this.code = code;
  }
}

export function invalidArgument(message: string): MnsError {
  return new MnsError(400, 'InvalidArgument', message);
}
