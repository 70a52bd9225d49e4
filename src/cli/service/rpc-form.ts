import { randomUUID } from 'node:crypto';
import type { OperationName } from '../../api/contract.ts';
import { signRpc } from '../../api/protocol/rpc-signature.ts';
import type { Credentials } from './connection.ts';

/** A call as a signed form of the RPC protocol: the secret proves itself and does not travel. */
export function rpcForm(
  operation: OperationName,
  request: object,
  { accessKeyId, accessKeySecret }: Credentials,
): URLSearchParams {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  const params = new Map<string, string>([
    ...given.map(([name, value]): [string, string] => [name, String(value)]),
    ['Action', operation],
    ['Version', '2019-03-15'],
    ['Format', 'JSON'],
    ['AccessKeyId', accessKeyId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureVersion', '1.0'],
    ['SignatureNonce', randomUUID()],
    ['Timestamp', new Date().toISOString().replace(/\.\d+/, '')],
  ]);
  params.set('Signature', signRpc('POST', params, accessKeySecret));
  return new URLSearchParams([...params]);
}
