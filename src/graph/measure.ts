import type { GraphNode } from './graph.ts';

/** Height of a line of a label. */
export const LINE_HEIGHT = 16;

/** Width of every character: texts are drawn in a font of one width, so that they fit wherever they are shown. */
const CHARACTER_WIDTH = 7.3;
const PADDING = 12;
const SMALLEST_WIDTH = 96;
const PLACE_SIZE = 20;
/** The slanted ends of a choice take room from its text. */
const SLANT = 16;

/** Longer labels of ways are broken between words. */
const LABEL_CHARACTERS = 28;

/** The lines that a way's label is written in. */
export function labelLines(label: string): readonly string[] {
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= LABEL_CHARACTERS) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Width of a text that is written in these lines. */
export function textWidth(...lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => [...line].length)) * CHARACTER_WIDTH;
}

/** The lines of a node's text: its name, its work, its progress. */
export function nodeTexts({ label, detail, progress }: GraphNode) {
  const lines = [
    { text: label, style: 'name' },
    { text: detail, style: 'detail' },
    { text: progress?.text ?? '', style: 'progress' },
  ] as const;
  return lines.filter(({ text }) => text !== '');
}

/** The size that a node's texts need; a container grows beyond it with its content. */
export function nodeSize(node: GraphNode): { width: number; height: number } {
  const { kind } = node;
  if (kind === 'start' || kind === 'end') return { width: PLACE_SIZE, height: PLACE_SIZE };
  const lines = nodeTexts(node).map(({ text }) => text);
  const text = textWidth(...lines) + 2 * PADDING + (kind === 'choice' ? 2 * SLANT : 0);
  return {
    width: Math.max(SMALLEST_WIDTH, Math.ceil(text)),
    height: lines.length * LINE_HEIGHT + 2 * PADDING,
  };
}

/** Height of a container's heading; a container without one only keeps its border free. */
export function headHeight(node: GraphNode): number {
  const lines = nodeTexts(node).length;
  return lines === 0 ? PADDING : lines * LINE_HEIGHT + 1.5 * PADDING;
}
