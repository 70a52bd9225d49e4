import type { EdgeKind, Graph, GraphNode, NodeKind } from './graph.ts';

const ARROWS: Readonly<Record<EdgeKind, string>> = {
  next: '-->',
  goto: '-->',
  option: '-->',
  catch: '-.->',
};

/** Opening and closing brackets of a node's shape. */
const SHAPES: Readonly<Partial<Record<NodeKind, readonly [string, string]>>> = {
  start: ['((', '))'],
  end: ['(((', ')))'],
  choice: ['{{', '}}'],
  wait: ['([', '])'],
  succeed: ['([', '])'],
  fail: ['([', '])'],
};

/** A graph in Mermaid's language; `flowchart` draws it from the top down. */
export function mermaid(graph: Graph): string {
  return ['flowchart TD', ...graphLines(graph, '  '), ''].join('\n');
}

function graphLines({ nodes, edges }: Graph, indent: string): readonly string[] {
  const ways = edges.map(({ from, to, kind, label }) => {
    const text = label === '' ? '' : `|${quoted(label)}|`;
    return `${indent}${nodeName(from)} ${ARROWS[kind]}${text} ${nodeName(to)}`;
  });
  return [...nodes.flatMap((node) => nodeLines(node, indent)), ...ways];
}

function nodeLines(node: GraphNode, indent: string): readonly string[] {
  const { id, kind, label, detail, inner } = node;
  const text = quoted([label, detail].filter((line) => line !== '').join('\n') || ' ');
  if (inner === undefined) {
    const [open, close] = SHAPES[kind] ?? ['[', ']'];
    return [`${indent}${nodeName(id)}${open}${text}${close}`];
  }
  const head = `${indent}subgraph ${nodeName(id)} [${text}]`;
  return [head, ...graphLines(inner, `${indent}  `), `${indent}end`];
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
