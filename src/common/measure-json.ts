import { isJsonArray, type JsonObject, type JsonValue } from './json.ts';
import { escapedBytes } from './text-bytes.ts';

/** Smaller containers are cheaper to measure again than to remember. */
const WORTH_REMEMBERING_BYTES = 256;

/** The size of a value as JSON. */
export interface JsonMeasure {
  /** UTF-8 bytes of the compact JSON text. */
  readonly bytes: number;
  /** Arrays and objects inside each other, the outermost included; 0 of a scalar. */
  readonly depth: number;
}

const measures = new WeakMap<object, JsonMeasure>();

/**
 * Bytes and depth of a value, of any depth.
 *
 * Large arrays and objects are remembered, so values shared between steps are measured once.
 */
export function measureJson(value: JsonValue): JsonMeasure {
  if (!isContainer(value)) return { bytes: scalarBytes(value), depth: 0 };
  return measures.get(value) ?? measureFlat(value) ?? measureContainer(value);
}

type Container = readonly JsonValue[] | JsonObject;

interface Frame {
  readonly container: Container;
  readonly values: readonly JsonValue[];
  next: number;
  bytes: number;
  /** Depth of the deepest container inside, so far. */
  innerDepth: number;
}

/** The measure of a container without others in it, which most are; undefined for one that has some. */
function measureFlat(container: Container): JsonMeasure | undefined {
  let bytes = 0;
  if (isJsonArray(container)) {
    bytes = 2 + commas(container.length);
    for (const value of container) {
      if (isContainer(value)) return undefined;
      bytes += scalarBytes(value);
    }
  } else {
    const keys = Object.keys(container);
    bytes = 2 + commas(keys.length) + keys.length;
    for (const key of keys) {
      const value = container[key] as JsonValue;
      if (isContainer(value)) return undefined;
      bytes += escapedBytes(key) + scalarBytes(value);
    }
  }
  return remembered(container, { bytes, depth: 1 });
}

function remembered(container: Container, measure: JsonMeasure): JsonMeasure {
  if (measure.bytes >= WORTH_REMEMBERING_BYTES) measures.set(container, measure);
  return measure;
}

/** Walks with a stack of its own: values may be nested deeper than the call stack. */
function measureContainer(outermost: Container): JsonMeasure {
  const frames: Frame[] = [openFrame(outermost)];
  let frame = frames.at(-1);
  let measure: JsonMeasure = { bytes: 0, depth: 0 };
  while (frame !== undefined) {
    const inner = measureUntilUnknown(frame);
    if (inner !== undefined) {
      frame = openFrame(inner);
      frames.push(frame);
      continue;
    }
    measure = remembered(frame.container, { bytes: frame.bytes, depth: frame.innerDepth + 1 });
    frames.pop();
    frame = frames.at(-1);
    if (frame !== undefined) add(frame, measure);
  }
  return measure;
}

/** Adds the parts of known size and returns the first container that must be measured before going on. */
function measureUntilUnknown(frame: Frame): Container | undefined {
  for (let value = frame.values[frame.next]; value !== undefined; value = frame.values[frame.next]) {
    frame.next++;
    if (isContainer(value)) {
      const measure = measures.get(value);
      if (measure === undefined) return value;
      add(frame, measure);
    } else {
      frame.bytes += scalarBytes(value);
    }
  }
  return undefined;
}

function add(frame: Frame, { bytes, depth }: JsonMeasure): void {
  frame.bytes += bytes;
  frame.innerDepth = Math.max(frame.innerDepth, depth);
}

/** A frame whose size counts all but the values: brackets, commas, keys and colons. */
function openFrame(container: Container): Frame {
  if (isJsonArray(container)) {
    return { container, values: container, next: 0, bytes: 2 + commas(container.length), innerDepth: 0 };
  }
  const keys = Object.keys(container);
  let bytes = 2 + commas(keys.length) + keys.length;
  for (const key of keys) bytes += escapedBytes(key);
  return { container, values: Object.values(container), next: 0, bytes, innerDepth: 0 };
}

function commas(parts: number): number {
  return Math.max(0, parts - 1);
}

function scalarBytes(value: Exclude<JsonValue, Container>): number {
  if (typeof value === 'string') return escapedBytes(value);
  return String(value).length;
}

function isContainer(value: JsonValue): value is Container {
  return typeof value === 'object' && value !== null;
}
