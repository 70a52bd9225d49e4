import { signRpc } from '../../../../src/api/protocol/rpc-signature.ts';
import { type BadInputHome, KEY, openBadInputHome, type WireRequest } from './home.ts';
import { cell } from './page.ts';
import { jsonCall, rpcCall } from './requests.ts';

/** The system parameters of a signed call. */
type System = Readonly<Record<string, string>>;

/** A read-only call, signed; the change is made before signing, the forgery after. */
export function signedCall(home: BadInputHome, change: System = {}, forgery: System = {}): WireRequest {
  const system = {
    AccessKeyId: KEY.id,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: 'nonce',
    Timestamp: new Date(home.home.clock.now()).toISOString(),
    ...change,
  };
  const signed = { Action: 'ListFlows', Version: '2019-03-15', ...system };
  const Signature = signRpc('POST', new Map(Object.entries(signed)), KEY.secret);
  return rpcCall('ListFlows', {}, { ...system, Signature, ...forgery });
}

/** The answers of a server that demands keys, as rows of a table. */
export async function credentialOutcomes(): Promise<readonly (readonly string[])[]> {
  const home = await openBadInputHome(true);
  const rows = [['A call with', 'Answer']];
  try {
    for (const [title, request] of credentialCases(home)) rows.push([title, cell(await home.send(request))]);
  } finally {
    await home.close();
  }
  return rows;
}

function credentialCases(home: BadInputHome): readonly (readonly [string, WireRequest])[] {
  const at = (minutes: number) => new Date(home.home.clock.now() + minutes * 60_000).toISOString();
  return [
    ['RPC: no signature', rpcCall('ListFlows', {})],
    ['RPC: a wrong signature', signedCall(home, {}, { Signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' })],
    ['RPC: a parameter changed after signing', signedCall(home, {}, { SignatureNonce: 'other' })],
    ['RPC: a parameter added after signing', signedCall(home, {}, { Limit: '1' })],
    ['RPC: an unknown key', signedCall(home, { AccessKeyId: 'nobody' })],
    ['RPC: another method of signing', signedCall(home, { SignatureMethod: 'HMAC-SHA256' })],
    ['RPC: a timestamp of 16 minutes ago', signedCall(home, { Timestamp: at(-16) })],
    ['RPC: a timestamp in 16 minutes', signedCall(home, { Timestamp: at(16) })],
    ['RPC: a timestamp that is none', signedCall(home, { Timestamp: 'now' })],
    ['RPC: a nonce of 129 characters', signedCall(home, { SignatureNonce: 'n'.repeat(129) })],
    ['RPC: a good signature', signedCall(home)],
    ['RPC: the same call again', signedCall(home)],
    ['JSON: no `Authorization`', jsonCall('ListFlows', {})],
    ['JSON: another scheme', withAuthorization('Basic dGVzdA==')],
    ['JSON: an unknown key', withAuthorization(`Bearer nobody:${KEY.secret}`)],
    ['JSON: a wrong secret', withAuthorization(`Bearer ${KEY.id}:guess`)],
    ['JSON: a known key', withAuthorization(`Bearer ${KEY.id}:${KEY.secret}`)],
    ['either: a page of another origin', withHeader('origin', 'https://evil.example')],
  ];
}

function withAuthorization(authorization: string): WireRequest {
  return withHeader('authorization', authorization);
}

function withHeader(name: string, value: string): WireRequest {
  const call = jsonCall('ListFlows', {});
  return { ...call, headers: { ...call.headers, [name]: value } };
}
