import type { TextPlace } from '../../components/code/code-editor.tsx';

/** Where a definition text names a step; undefined when no line does. */
export function placeOfStep(text: string, name: string): TextPlace | undefined {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const naming = new RegExp(`\\bname["']?\\s*:\\s*["']?${escaped}["']?\\s*(?=[,}#]|$)`);
  const lines = text.split('\n');
  const index = lines.findIndex((line) => naming.test(line));
  return index === -1 ? undefined : { line: index + 1, column: (lines[index]?.search(naming) ?? 0) + 1 };
}
