import type { Output } from './terminal.ts';

/** Lines at the bottom of a terminal that are drawn again and again, under lines that stay. */
export interface LiveDisplay {
  /** Replaces the live lines, none of which may be wider than the terminal. */
  draw(lines: readonly string[]): void;
  /** Adds lines that stay, above the live ones, which are gone until the next drawing. */
  keep(lines: readonly string[]): void;
}

/** A live display below the present text of the terminal. */
export function createLiveDisplay(output: Pick<Output, 'write'>): LiveDisplay {
  let drawn = 0;
  const replace = (lines: readonly string[]): void => {
    const erase = drawn === 0 ? '' : `\x1b[${drawn}A\x1b[0J`;
    output.write(`${erase}${lines.map((line) => `${line}\n`).join('')}`);
  };
  return {
    draw(lines) {
      replace(lines);
      drawn = lines.length;
    },
    keep(lines) {
      replace(lines);
      drawn = 0;
    },
  };
}
