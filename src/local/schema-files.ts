import { readFile } from 'node:fs/promises';
import type { FileResponse } from './console-files.ts';

const SAFE = { 'x-content-type-options': 'nosniff' };

/** The documents that are served, by their paths: how each is made, and its media type. */
const DOCUMENTS = {
  '/schema/fdl.json': {
    type: 'application/schema+json',
    read: async () => JSON.stringify((await import('../fdl/schema/flow-schema.ts')).flowSchema()),
  },
  '/schema/openapi.json': {
    type: 'application/json',
    read: () => readFile(new URL('../api/openapi.json', import.meta.url), 'utf8'),
  },
} as const;

/** The response to a request for a document that editors and generators load; undefined for any other request. */
export async function serveSchema(method: string, path: string): Promise<FileResponse | undefined> {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const document = Object.entries(DOCUMENTS).find(([served]) => served === path)?.[1];
  if (document === undefined) return undefined;
  return { status: 200, headers: { 'content-type': document.type, ...SAFE }, body: await document.read() };
}
