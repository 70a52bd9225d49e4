import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentSecurityPolicy } from '../api/content-security-policy.ts';

/** An HTTP response with text or bytes. */
export interface FileResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** The parts of a request that matter for a file. */
export interface FileRequest {
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly query: string;
  readonly accept: string;
}

/** The folder into which `npm run console` writes the console. */
export const CONSOLE_FOLDER = fileURLToPath(new URL('../../console/dist/', import.meta.url));

const PREFIX = '/console/';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page may load, run and call what this server serves, and nothing else; docs/internals/security.md says why styles differ. */
const HEADERS = {
  'content-security-policy': contentSecurityPolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const NOT_BUILT = 'The console is not built. Build it with: npm run console\n';

/** True when there is a console to serve. */
export function isConsoleBuilt(folder: string): boolean {
  return existsSync(join(folder, 'index.html'));
}

/**
 * Responds to a request for the console; undefined for one that is the API's.
 *
 * Files are read on request, so nothing of the console delays the start.
 */
export async function serveConsole(folder: string, request: FileRequest): Promise<FileResponse | undefined> {
  const { method, path, query, accept } = request;
  const mayRead = method === 'GET' || method === 'HEAD';
  const isFrontDoor = path === '/' && query === '' && accept.includes('text/html');
  if (mayRead && (isFrontDoor || path === '/console')) return redirectToConsole();
  if (!path.startsWith(PREFIX)) return undefined;
  if (!mayRead) return plainText(405, 'Allowed are GET and HEAD\n', { allow: 'GET, HEAD' });
  return await fileAt(folder, path.slice(PREFIX.length));
}

/** Names of the build's files: nothing that could lead out of the folder, or to a hidden file, is one. */
const FILE_PATH = /^(?:\w[\w-]*\/)*\w[\w-]*(?:\.\w[\w-]*)+$/;

async function fileAt(folder: string, path: string): Promise<FileResponse> {
  const isFile = FILE_PATH.test(path);
  if (!isFile && path.includes('.')) return notFound();
  // A path that is no file is a page of the console, whose own code finds it.
  const file = isFile ? path : 'index.html';
  const body = await contentOf(join(folder, file));
  if (body === undefined) return isFile ? notFound() : plainText(503, NOT_BUILT);
  // Files in assets/ are named by their content.
  const caching = file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  const type = MEDIA_TYPES[extname(file)] ?? 'application/octet-stream';
  return { status: 200, headers: { ...HEADERS, 'content-type': type, 'cache-control': caching }, body };
}

async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined;
  }
}

function redirectToConsole(): FileResponse {
  return plainText(302, '', { location: PREFIX, 'cache-control': 'no-store' });
}

function notFound(): FileResponse {
  return plainText(404, 'Not found\n');
}

function plainText(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): FileResponse {
  return { status, headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}
