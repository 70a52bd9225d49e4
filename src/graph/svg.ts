import type { GraphNode, NodeKind } from './graph.ts';
import type { PlacedEdge, PlacedGraph, PlacedNode } from './layout.ts';
import { LINE_HEIGHT, labelLines } from './measure.ts';
import { STYLE } from './svg-style.ts';

const RADIUS = 8;
const SLANT = 12;
/** From the top of a line to the foot of its letters. */
const BASELINE = 12;

/** A placed graph as a picture that needs nothing but itself and follows the reader's light or dark setting. */
export function svg(graph: PlacedGraph, title: string): string {
  const { width, height } = graph;
  const [wide, high] = [Math.ceil(width), Math.ceil(height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">' +
      '<path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect class="ground" width="${wide}" height="${high}" rx="${RADIUS}"/>`,
    ...drawGraph(graph),
    '</svg>',
    '',
  ].join('\n');
}

/** Labels come last, so that no line crosses them. */
function drawGraph({ nodes, edges }: PlacedGraph): readonly string[] {
  return [...nodes.flatMap(drawNode), ...edges.map(drawEdge), ...edges.flatMap(drawLabel)];
}

function drawNode(placed: PlacedNode): readonly string[] {
  const { node, x, y, inner } = placed;
  const shape = inner === undefined ? drawShape(placed) : drawContainer(placed);
  const content = inner === undefined ? [] : drawGraph(inner);
  return [
    `<g class="${node.kind}" transform="translate(${number(x)} ${number(y)})">`,
    shape,
    ...content,
    '</g>',
  ];
}

function drawShape({ node, width, height }: PlacedNode): string {
  const size = `width="${number(width)}" height="${number(height)}"`;
  const texts = drawTexts(node, width / 2, (height - lineCount(node) * LINE_HEIGHT) / 2, 'middle');
  return `${outline(node.kind, width, height, size)}${texts}`;
}

function outline(kind: NodeKind, width: number, height: number, size: string): string {
  const [w, h] = [number(width), number(height)];
  switch (kind) {
    case 'start':
    case 'end':
      return `<circle class="shape" cx="${number(width / 2)}" cy="${number(height / 2)}" r="${number(width / 2 - 2)}"/>`;
    case 'choice': {
      const right = number(width - SLANT);
      const middle = number(height / 2);
      return `<path class="shape" d="M${SLANT} 0H${right}L${w} ${middle} ${right} ${h}H${SLANT}L0 ${middle}z"/>`;
    }
    case 'wait':
    case 'succeed':
    case 'fail':
      return `<rect class="shape" ${size} rx="${number(height / 2)}"/>`;
    default:
      return `<rect class="shape" ${size} rx="${RADIUS}"/>`;
  }
}

function drawContainer({ node, width, height }: PlacedNode): string {
  const rect = `<rect class="box" width="${number(width)}" height="${number(height)}" rx="${RADIUS}"/>`;
  return `${rect}${drawTexts(node, SLANT, RADIUS, 'start')}`;
}

function drawTexts(node: GraphNode, x: number, top: number, anchor: 'middle' | 'start'): string {
  const lines = [
    { text: node.label, style: 'name' },
    { text: node.detail, style: 'detail' },
  ];
  return lines
    .filter(({ text }) => text !== '')
    .map(({ text, style }, index) => {
      const y = top + index * LINE_HEIGHT + BASELINE;
      return `<text class="${style}" text-anchor="${anchor}" x="${number(x)}" y="${number(y)}">${escaped(text)}</text>`;
    })
    .join('');
}

function lineCount({ label, detail }: GraphNode): number {
  return [label, detail].filter((text) => text !== '').length;
}

function drawEdge({ kind, points }: PlacedEdge): string {
  const path = points.map(({ x, y }) => `${number(x)} ${number(y)}`).join('L');
  return `<path class="way ${kind}" marker-end="url(#tip)" d="M${path}"/>`;
}

function drawLabel({ kind, label, labelAt }: PlacedEdge): readonly string[] {
  if (labelAt === undefined) return [];
  const { x, y } = labelAt;
  return labelLines(label).map((line, index) => {
    const foot = number(y + index * LINE_HEIGHT + BASELINE);
    return `<text class="label ${kind}" x="${number(x)}" y="${foot}">${escaped(line)}</text>`;
  });
}

/** A number as short as a picture needs it. */
function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Text as XML holds it; characters that no XML may hold are left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
