import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
const LEAST_BYTES = 24;

/** Why a secret cannot sign; undefined when it can. Texts that begin with `whsec_` are base64 behind it, as Standard Webhooks writes them. */
export function secretProblem(secret: string): string | undefined {
  const { length } = keyOf(secret);
  return length >= LEAST_BYTES ? undefined : `has ${length} bytes; ${LEAST_BYTES} are the least`;
}

/**
 * The headers by which a receiver knows the sender, the time, and a repeat: those of Standard Webhooks
 * (https://www.standardwebhooks.com). Signed are id, seconds since 1970, and body, with points between them.
 */
export function signedHeaders(
  secret: string,
  id: string,
  seconds: number,
  body: string,
): Readonly<Record<string, string>> {
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}

function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
}
