import type { Authentication, ProtocolAnswer } from '../protocol-server.ts';
import type { Credentials } from '../server-options.ts';
import { authenticateBySignature } from '../sigv4/authentication.ts';
import type { SignatureRefusal } from '../sigv4/verify-signature.ts';
import type { FauxqsApp } from './fauxqs-parts.ts';

/** Lets only requests be served that are signed with the key, and their bodies with them. */
export function demandSignatures(app: FauxqsApp, credentials: Credentials): void {
  const callers = new WeakMap<object, Authentication>();
  app.addHook('onRequest', async ({ raw }, reply) => {
    const caller = authenticateBySignature(raw, { credentials, services: ['s3'] }, unsigned);
    callers.set(raw, caller);
    return 'refusal' in caller
      ? reply.status(caller.refusal.status).headers(caller.refusal.headers).send(caller.refusal.body)
      : undefined;
  });
  app.addHook('preHandler', async ({ raw, body }, reply) => {
    const caller = callers.get(raw);
    if (caller === undefined || 'refusal' in caller)
      throw new Error('A request has passed without its signature');
    const refusal = caller.bodyRefusal(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
    return refusal === undefined
      ? undefined
      : reply.status(refusal.status).headers(refusal.headers).send(refusal.body);
  });
}

const CODES: Readonly<Record<SignatureRefusal['problem'], readonly [400 | 403, string]>> = {
  missing: [403, 'AccessDenied'],
  malformed: [400, 'AuthorizationHeaderMalformed'],
  unknownKey: [403, 'InvalidAccessKeyId'],
  mismatch: [403, 'SignatureDoesNotMatch'],
  skewed: [403, 'RequestTimeTooSkewed'],
  expired: [403, 'AccessDenied'],
  body: [400, 'XAmzContentSHA256Mismatch'],
};

function unsigned({ problem, message }: SignatureRefusal): ProtocolAnswer {
  const [status, code] = CODES[problem];
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message></Error>`,
  };
}
