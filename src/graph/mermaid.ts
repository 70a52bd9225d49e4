import { stringifyJson } from '../common/json-text.ts';
import type { EdgeKind, Graph, GraphNode, NodeKind, ProgressState } from './graph.ts';
import { nodeTexts } from './measure.ts';

const ARROWS: Readonly<Record<EdgeKind, string>> = {
  next: '-->',
  goto: '-->',
  option: '-->',
  catch: '-.->',
};

/** The arrow of a way that an execution has gone. */
const TAKEN = '==>';

/** Opening and closing brackets of a node's shape. */
const SHAPES: Readonly<Partial<Record<NodeKind, readonly [string, string]>>> = {
  start: ['((', '))'],
  end: ['(((', ')))'],
  choice: ['{{', '}}'],
  wait: ['([', '])'],
  succeed: ['([', '])'],
  fail: ['([', '])'],
};

/** Looks of an execution's nodes that can be read on light and dark ground alike. */
const STATES: Readonly<Record<ProgressState, string>> = {
  unreached: 'fill:none,stroke:#8a94a6,stroke-dasharray:4 3',
  running: 'fill:#1d5fc4,stroke:#8fb8f5,stroke-width:3px,color:#fff',
  succeeded: 'fill:#1f7a3d,stroke:#7fcf9a,color:#fff',
  caught: 'fill:#8a5a00,stroke:#e3b04b,color:#fff',
  failed: 'fill:#b3261e,stroke:#f2a49e,stroke-width:3px,color:#fff',
  abandoned: 'fill:#5b6472,stroke:#b4bcc8,color:#fff',
};

/** A graph in Mermaid's language; `flowchart` draws it from the top down. The heading is that of an execution. */
export function mermaid(graph: Graph, heading?: string): string {
  const lines = ['flowchart TD', ...graphLines(graph, '  ')];
  if (heading === undefined) return [...lines, ''].join('\n');
  const looks = Object.entries(STATES).map(([state, look]) => `  classDef ${state} ${look}`);
  return ['---', `title: ${stringifyJson(heading)}`, '---', ...lines, ...looks, ''].join('\n');
}

function graphLines({ nodes, edges }: Graph, indent: string): readonly string[] {
  const ways = edges.map(({ from, to, kind, label, taken = 0 }) => {
    const text = label === '' ? '' : `|${quoted(label)}|`;
    return `${indent}${nodeName(from)} ${taken > 0 ? TAKEN : ARROWS[kind]}${text} ${nodeName(to)}`;
  });
  return [...nodes.flatMap((node) => nodeLines(node, indent)), ...ways];
}

function nodeLines(node: GraphNode, indent: string): readonly string[] {
  const { id, kind, inner, progress } = node;
  const texts = nodeTexts(node).map(({ text }) => text);
  const text = quoted(texts.join('\n') || ' ');
  if (inner === undefined) {
    const [open, close] = SHAPES[kind] ?? ['[', ']'];
    const look = progress === undefined ? '' : `:::${progress.state}`;
    return [`${indent}${nodeName(id)}${open}${text}${close}${look}`];
  }
  const head = `${indent}subgraph ${nodeName(id)} [${text}]`;
  const look = progress === undefined ? [] : [`${indent}class ${nodeName(id)} ${progress.state}`];
  return [head, ...graphLines(inner, `${indent}  `), `${indent}end`, ...look];
}

/** `end` is a word of the language, and names may not begin with every character. */
function nodeName(id: string): string {
  return `n_${id.replaceAll('.', '_')}`;
}

/** Text in which nothing is taken for the language or for HTML. */
function quoted(text: string): string {
  const safe = text.replaceAll(
    /[^\p{L}\p{N} .,:;$@_/()=!?+*'\n-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
  return `"${safe.replaceAll('\n', '<br/>')}"`;
}
