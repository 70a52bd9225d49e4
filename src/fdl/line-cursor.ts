import type { Place } from './yaml/node.ts';

/** Line and column from 1, and the length of what lies on that line, at least 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Finds the lines of places that come in the order of the text; lines end with a line feed. */
export class LineCursor {
  readonly #text: string;
  #line = 1;
  #start = 0;
  #end: number;

  constructor(text: string) {
    this.#text = text;
    this.#end = endOfLine(text, 0);
  }

  locate({ start, end }: Place): Position {
    while (this.#end < start) {
      this.#start = this.#end + 1;
      this.#end = endOfLine(this.#text, this.#start);
      this.#line++;
    }
    const length = Math.max(1, Math.min(end, this.#end) - start);
    return { line: this.#line, column: start - this.#start + 1, length };
  }
}

function endOfLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  return feed < 0 ? text.length : feed;
}
