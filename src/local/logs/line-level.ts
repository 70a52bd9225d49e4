import { isJsonObject } from '../../common/json.ts';
import { jsonIn } from '../../common/json-text.ts';
import type { LogLevel } from '../../ports/execution-logs.ts';
import type { OutputStream } from '../functions/protocol.ts';

const BY_STREAM: Readonly<Record<OutputStream, LogLevel>> = {
  stdout: 'Info',
  stderr: 'Error',
  debug: 'Debug',
  warn: 'Warn',
};

const WORDS: Readonly<Record<string, LogLevel>> = {
  trace: 'Debug',
  debug: 'Debug',
  info: 'Info',
  notice: 'Info',
  warn: 'Warn',
  warning: 'Warn',
  error: 'Error',
  fatal: 'Error',
  critical: 'Error',
};

/** A level word before the text, behind times, brackets and the like: `2026-01-31 08:00:00,123 [WARNING] …`, `INFO:root:…`. */
const LEADING =
  /^[\s\d\-:.,+/TZ[\](]{0,48}(?<word>TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)(?=[\s:\])]|$)/;

/** Members of a structured line that hold its level. */
const MEMBERS = ['level', 'severity', 'levelname'] as const;
/** Longer lines are not read as JSON. */
const MAX_STRUCTURED = 16_384;

/** The level of a line: as its text tells, else as `console.warn` and `console.debug` say, else by its stream. */
export function lineLevel(stream: OutputStream, line: string): LogLevel {
  return structuredLevel(line) ?? levelOfWord(LEADING.exec(line)?.groups?.['word']) ?? BY_STREAM[stream];
}

function structuredLevel(line: string): LogLevel | undefined {
  if (!line.startsWith('{') || line.length > MAX_STRUCTURED) return undefined;
  const read = jsonIn(line);
  if (!isJsonObject(read)) return undefined;
  const value = MEMBERS.map((member) => read[member]).find((found) => found !== undefined);
  return typeof value === 'number' ? levelOfNumber(value) : levelOfWord(value);
}

function levelOfWord(word: unknown): LogLevel | undefined {
  if (typeof word !== 'string') return undefined;
  const key = word.toLowerCase();
  return Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
}

/** Numbers as pino and bunyan have them. */
function levelOfNumber(value: number): LogLevel {
  if (value >= 50) return 'Error';
  if (value >= 40) return 'Warn';
  return value >= 30 ? 'Info' : 'Debug';
}
