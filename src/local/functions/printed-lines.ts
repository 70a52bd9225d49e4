import { StringDecoder } from 'node:string_decoder';
import { droppedText, PrintAllowance } from './print-allowance.ts';
import type { OutputStream } from './protocol.ts';

/** Longest piece kept while its line break is awaited, in UTF-16 units. */
const MAX_LINE_LENGTH = 16_384;
const LINE_BREAK = 10;
const TELL_MS = 1_000;

/** Takes whole lines of one stream, joined by line breaks. */
export type OnText = (stream: OutputStream, text: string) => void;

/**
 * Cuts the output of a call into lines, within its allowance. Characters whose bytes come in several writes stay whole,
 * and so do those at which a long line is cut.
 */
export class PrintedLines {
  readonly #onText: OnText;
  readonly #allowance: PrintAllowance;
  #toldAt = Date.now();
  readonly #streams: { readonly [Name in OutputStream]: StreamLines };

  constructor(onText: OnText, isRenewed = false) {
    this.#onText = onText;
    this.#allowance = new PrintAllowance(isRenewed);
    this.#streams = {
      stdout: new StreamLines(),
      stderr: new StreamLines(),
      debug: new StreamLines(),
      warn: new StreamLines(),
    };
  }

  /** Hands on every line that the chunk completes, and a line that grows too long in parts. */
  push(stream: OutputStream, chunk: string | Uint8Array): void {
    const granted = this.#allowance.grant(typeof chunk === 'string' ? Buffer.from(chunk) : asBuffer(chunk));
    if (granted.length === 0) return;
    const lines = this.#streams[stream].push(granted);
    if (lines.length > 0) this.#onText(stream, lines.join('\n'));
  }

  /** Hands on last lines that no line break ended, and how much was dropped. */
  end(): void {
    for (const stream of ['stdout', 'stderr', 'debug', 'warn'] as const) {
      const rest = this.#streams[stream].end();
      if (rest !== '') this.#onText(stream, rest);
    }
    this.#tellDropped();
  }

  /** Reports how much was dropped since the last report, once a second at most. */
  tellDropped(): void {
    if (Date.now() - this.#toldAt >= TELL_MS) this.#tellDropped();
  }

  #tellDropped(): void {
    this.#toldAt = Date.now();
    const dropped = this.#allowance.takeDropped();
    if (dropped !== undefined) this.#onText('stderr', droppedText(dropped));
  }
}

class StreamLines {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  push(chunk: Buffer): readonly string[] {
    const text = this.#rest + this.#decoder.write(chunk);
    if (text.length <= MAX_LINE_LENGTH && !chunk.includes(LINE_BREAK)) {
      this.#rest = text;
      return [];
    }
    const lines = text.split('\n');
    const parts = inParts(lines.pop() ?? '');
    this.#rest = parts.at(-1) ?? '';
    return [...lines.map((line) => line.replace(/\r$/, '')), ...parts.slice(0, -1)];
  }

  end(): string {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    return rest;
  }
}

function inParts(line: string): readonly string[] {
  if (line.length <= MAX_LINE_LENGTH) return [line];
  const parts: string[] = [];
  for (let at = 0; at < line.length; ) {
    const end = at + MAX_LINE_LENGTH;
    const next = endsWithinCharacter(line, end) ? end - 1 : end;
    parts.push(line.slice(at, next));
    at = next;
  }
  return parts;
}

function endsWithinCharacter(text: string, end: number): boolean {
  const unit = text.charCodeAt(end - 1);
  return end < text.length && unit >= 0xd800 && unit <= 0xdbff;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
