import { type Cut, END, MORE, type Stretch, skipBlank, textStart } from './cut.ts';

const LINE_FEED = 0x0a;

/** Cuts the next line that is not blank. */
export function cutLine(stretch: Stretch): Cut {
  const { bytes, isLast } = stretch;
  for (let from = textStart(stretch); ; ) {
    const feed = bytes.indexOf(LINE_FEED, from);
    if (feed === -1 && !isLast) return MORE;
    const to = feed === -1 ? bytes.length : feed;
    const next = feed === -1 ? to : feed + 1;
    if (skipBlank(bytes.subarray(0, to), from) < to) return { kind: 'item', from, to, next };
    if (feed === -1) return END;
    from = next;
  }
}
