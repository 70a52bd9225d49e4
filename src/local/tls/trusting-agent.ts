import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createSecureContext, getCACertificates } from 'node:tls';
import type { TrustFiles } from './identity.ts';

/** An agent for calls over TLS that trusts this server's own authority beside those that Node.js trusts (`NODE_EXTRA_CA_CERTS` included). */
export function trustingAgent({ authority }: TrustFiles): Agent {
  const ca = [...getCACertificates('default'), readFileSync(authority, 'utf8')];
  // Made once: a list of authorities takes milliseconds to read.
  return new Agent({ secureContext: createSecureContext({ ca }) });
}
