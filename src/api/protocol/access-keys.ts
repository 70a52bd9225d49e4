import { ApiError } from '../api-error.ts';

/** An id that travels with requests and the secret that proves it. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** The secret of a key. @throws ApiError `InvalidAccessKeyID` when there is none */
export type SecretOf = (id: string) => string;

/** Looks keys up by their ids. */
export function secretsById(keys: readonly AccessKey[]): SecretOf {
  const secrets = new Map(keys.map(({ id, secret }) => [id, secret]));
  return (id) => {
    const secret = secrets.get(id);
    if (secret === undefined) throw new ApiError('InvalidAccessKeyID', 'The access key id is not known');
    return secret;
  };
}
