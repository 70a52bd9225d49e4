import { createHash } from 'node:crypto';
import type { Authentication, ProtocolAnswer } from '../protocol-server.ts';
import type { Credentials } from '../server-options.ts';
import type { SentRequest } from './signature-parts.ts';
import { type SignatureRefusal, verifySignature } from './verify-signature.ts';

/** Checks the signature of a request for some services; `answerOf` turns a refusal into a response of their protocol. */
export function authenticateBySignature(
  request: SentRequest,
  rules: { readonly credentials: Credentials; readonly services: readonly string[] },
  answerOf: (refusal: SignatureRefusal) => ProtocolAnswer,
): Authentication {
  const verified = verifySignature(request, { ...rules, now: Date.now() });
  if ('problem' in verified) return { refusal: answerOf(verified) };
  return {
    bodyRefusal: (body) => {
      const refusal = verified.bodyRefusal(createHash('sha256').update(body).digest('hex'));
      return refusal && answerOf(refusal);
    },
  };
}
