import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { SentRequest } from '../../../../src/local/sigv4/signature-parts.ts';
import {
  type SignatureProblem,
  type SignatureRules,
  verifySignature,
} from '../../../../src/local/sigv4/verify-signature.ts';

/** The key that callers and server share. */
export const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  accessKeySecret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

/** The same key as an SDK takes it. */
export const SDK_CREDENTIALS = {
  accessKeyId: CREDENTIALS.accessKeyId,
  secretAccessKey: CREDENTIALS.accessKeySecret,
};

/** A request as it arrived. */
export interface Arrived extends SentRequest {
  readonly body: Buffer;
}

/** `signed`, or why a request is refused, its body included. */
export function verdictOf(
  { body, ...request }: Arrived,
  rules: Partial<SignatureRules> = {},
): SignatureProblem | 'signed' {
  const now = Date.now();
  const checked = verifySignature(request, {
    credentials: CREDENTIALS,
    services: ['s3', 'sqs', 'sns'],
    now,
    ...rules,
  });
  if ('problem' in checked) return checked.problem;
  return checked.bodyRefusal(createHash('sha256').update(body).digest('hex'))?.problem ?? 'signed';
}

/** Lets something send requests to a server that keeps them all, whatever it makes of the answers. */
export async function requestsOf(send: (url: string) => Promise<unknown>): Promise<readonly Arrived[]> {
  const arrived: Arrived[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const { method, url, headers } = request;
    arrived.push({ method, url, headers, body: await buffer(request) });
    response.writeHead(200, { etag: '"e"' }).end(answerTo(headers['content-type']));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await send(`http://127.0.0.1:${port}`).catch(() => {});
  server.close();
  server.closeAllConnections();
  return arrived;
}

function answerTo(type = ''): string {
  if (type.includes('json')) return '{}';
  return '<R xmlns="x"><UploadId>u</UploadId></R>';
}
