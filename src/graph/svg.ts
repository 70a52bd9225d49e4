import type { GraphEdge, GraphNode, NodeKind } from './graph.ts';
import { LINE_HEIGHT, labelLines, nodeTexts, textWidth } from './measure.ts';
import type { PlacedEdge, PlacedGraph, PlacedNode } from './place.ts';
import { PROGRESS_STYLE, STYLE } from './svg-style.ts';

const RADIUS = 8;
const SLANT = 12;
/** From the top of a line to the foot of its letters. */
const BASELINE = 12;
const MARGIN = 16;
const HEADING_HEIGHT = 32;

/** The text over a picture; a picture with a heading shows an execution. */
export interface Caption {
  /** Text for readers that cannot see the picture. */
  readonly title: string;
  readonly heading?: string;
}

/** A placed graph as a picture that needs nothing but itself and follows the reader's light or dark setting. */
export function svg(graph: PlacedGraph, { title, heading }: Caption): string {
  const head = heading === undefined ? 0 : HEADING_HEIGHT;
  const width = Math.max(graph.width, textWidth(heading ?? '') + 2 * MARGIN);
  const [wide, high] = [Math.ceil(width), Math.ceil(graph.height + head)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}${heading === undefined ? '' : PROGRESS_STYLE}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto">' +
      '<path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
    `<rect class="ground" width="${wide}" height="${high}" rx="${RADIUS}"/>`,
    ...(heading === undefined ? drawGraph(graph) : headed(graph, heading)),
    '</svg>',
    '',
  ].join('\n');
}

function headed(graph: PlacedGraph, heading: string): readonly string[] {
  const text = `<text class="name" x="${MARGIN}" y="${MARGIN + BASELINE}">${escaped(heading)}</text>`;
  return [text, `<g transform="translate(0 ${HEADING_HEIGHT})">`, ...drawGraph(graph), '</g>'];
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
    `<g class="${classOf(node)}" transform="translate(${number(x)} ${number(y)})">`,
    shape,
    ...content,
    '</g>',
  ];
}

function classOf({ kind, progress }: GraphNode): string {
  return progress === undefined ? kind : `${kind} ${progress.state}`;
}

function drawShape({ node, width, height }: PlacedNode): string {
  const size = `width="${number(width)}" height="${number(height)}"`;
  const texts = drawTexts(node, width / 2, (height - nodeTexts(node).length * LINE_HEIGHT) / 2, 'middle');
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
  return nodeTexts(node)
    .map(({ text, style }, index) => {
      const y = top + index * LINE_HEIGHT + BASELINE;
      return `<text class="${style}" text-anchor="${anchor}" x="${number(x)}" y="${number(y)}">${escaped(text)}</text>`;
    })
    .join('');
}

function drawEdge({ points, ...edge }: PlacedEdge): string {
  const path = points.map(({ x, y }) => `${number(x)} ${number(y)}`).join('L');
  return `<path class="way ${styleOf(edge)}" marker-end="url(#tip)" d="M${path}"/>`;
}

/** The kind of a way, and whether an execution has gone it. */
function styleOf({ kind, taken }: GraphEdge): string {
  if (taken === undefined) return kind;
  return `${kind} ${taken > 0 ? 'taken' : 'untaken'}`;
}

function drawLabel({ labelAt, ...edge }: PlacedEdge): readonly string[] {
  if (labelAt === undefined) return [];
  const { x, y } = labelAt;
  return labelLines(edge.label).map((line, index) => {
    const foot = number(y + index * LINE_HEIGHT + BASELINE);
    return `<text class="label ${styleOf(edge)}" x="${number(x)}" y="${foot}">${escaped(line)}</text>`;
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
