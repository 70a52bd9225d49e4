import { readFileSync } from 'node:fs';
import type { Agent } from 'node:https';
import type { TrustFiles } from './identity.ts';

/** An agent for calls over TLS that trusts this server's own authority beside those that Node.js trusts (`NODE_EXTRA_CA_CERTS` included). */
export function trustingAgent({ authority }: TrustFiles): Agent {
  const { createSecureContext, getCACertificates } = process.getBuiltinModule('node:tls');
  const https = process.getBuiltinModule('node:https');
  const ca = [...getCACertificates('default'), readFileSync(authority, 'utf8')];
  // Made once: a list of authorities takes milliseconds to read.
  return new https.Agent({ secureContext: createSecureContext({ ca }) });
}
