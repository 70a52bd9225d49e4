import type { FileResponse } from './console-files.ts';

const HEADERS = { 'content-type': 'application/schema+json', 'x-content-type-options': 'nosniff' };

/** The response to a request for a JSON Schema, which editors load; undefined for any other request. */
export async function serveSchema(method: string, path: string): Promise<FileResponse | undefined> {
  if (path !== '/schema/fdl.json' || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const { flowSchema } = await import('../fdl/schema/flow-schema.ts');
  return { status: 200, headers: HEADERS, body: JSON.stringify(flowSchema()) };
}
