import { readFile } from 'node:fs/promises';
import { decodeUtf8 } from '../common/decode-utf8.ts';
import { parseDuration } from '../common/duration.ts';
import { aJsonType, isJsonObject } from '../common/json.ts';
import { readJson } from '../common/json-text.ts';
import { usageError } from './cli-error.ts';
import type { Terminal } from './output/terminal.ts';

/** The UTF-8 text of a file, or of stdin for `-`; a byte order mark is no part of it. */
export async function readText(path: string, terminal: Pick<Terminal, 'readStdin'>): Promise<string> {
  const decoded = decodeUtf8(path === '-' ? await terminal.readStdin() : await readBytes(path));
  if ('text' in decoded) return decoded.text;
  throw usageError(`${path === '-' ? 'stdin' : path} ${decoded.problem}`);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw usageError(`cannot read ${path}: ${fileProblem(error)}`);
  }
}

/** Refuses arguments that were no UTF-8: the runtime has put U+FFFD in place of the real characters. */
export function requireUtf8(argv: readonly string[]): void {
  const at = argv.findIndex((argument) => argument.includes('\uFFFD'));
  if (at < 0) return;
  const advice = 'write arguments in UTF-8, or put the text into a file';
  throw usageError(`argument ${at + 1} holds a character that is no UTF-8 (U+FFFD)`, advice);
}

/** Why a file cannot be read, in a few words. */
export function fileProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}

/**
 * JSON object text given as itself, as `@FILE` or as `-` for stdin; returned as it was written, because the API keeps it so.
 *
 * `option` names the option in messages.
 */
export async function readJsonObject(
  option: string,
  given: string,
  terminal: Pick<Terminal, 'readStdin'>,
): Promise<string> {
  const path = given === '-' ? '-' : given.startsWith('@') ? given.slice(1) : undefined;
  const text = path === undefined ? given : await readText(path, terminal);
  const place = path === undefined ? option : `${option} (${path === '-' ? 'stdin' : path})`;
  const read = readJson(text);
  if ('problem' in read) throw usageError(`${place} ${read.problem}`);
  if (!isJsonObject(read.value)) {
    throw usageError(`${place} must be a JSON object such as {"id":1}, not ${aJsonType(read.value)}`);
  }
  return text;
}

/** A task token given as itself or as `-` for stdin, which keeps it out of shell history and process lists. */
export async function readToken(given: string, terminal: Pick<Terminal, 'readStdin'>): Promise<string> {
  const token = (given === '-' ? await readText('-', terminal) : given).trim();
  if (token === '') throw usageError('the task token is empty');
  return token;
}

/** An instant given as RFC 3339 text or as a span before now such as `15m`, as RFC 3339 text. */
export function readInstant(option: string, given: string, now: number): string {
  const span = parseDuration(given);
  const at = span === undefined ? Date.parse(given) : now - span;
  if (Number.isNaN(at)) {
    throw usageError(
      `${option} '${given}' is neither a span such as 90s, 15m, 2h or 7d nor a time such as 2026-01-31T08:00:00Z`,
    );
  }
  return new Date(at).toISOString();
}

/** A whole number within bounds. */
export function readInteger(option: string, given: string, from: number, to: number): number {
  const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw usageError(`${option} must be a whole number from ${from} to ${to}, not '${given}'`);
}
