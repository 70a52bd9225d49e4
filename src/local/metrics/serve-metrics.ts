import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiResponse } from '../../api/protocol/request.ts';
import type { Credentials } from '../server-options.ts';

/** Writes all metrics, and names the type of that text. */
export type WriteMetrics = () => Promise<{ readonly type: string; readonly text: string }>;

/**
 * `GET /metrics`. Names of flows and functions are no secret among those who may call, so a server that demands a key
 * demands it here, too, as user and password: Prometheus cannot sign requests.
 */
export async function serveMetrics(
  write: WriteMetrics,
  authorization: string | undefined,
  credentials: Credentials | undefined,
): Promise<ApiResponse> {
  if (credentials !== undefined && !isKey(authorization, credentials)) {
    return {
      status: 401,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'www-authenticate': 'Basic realm="fdl"' },
      body: 'The key of this server is needed, its id as user and its secret as password\n',
    };
  }
  const { type, text } = await write();
  return { status: 200, headers: { 'content-type': type }, body: text };
}

function isKey(authorization = '', { accessKeyId, accessKeySecret }: Credentials): boolean {
  const expected = `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`;
  return timingSafeEqual(hashOf(authorization), hashOf(expected));
}

/** Of one length, so that a comparison tells nothing about the secret's. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
