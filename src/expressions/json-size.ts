import { isJsonArray, type JsonObject, type JsonValue } from './json.ts';
import { escapedBytes } from './text-bytes.ts';

/** Smaller containers are cheaper to measure again than to remember. */
const WORTH_REMEMBERING_BYTES = 256;

const sizes = new WeakMap<object, number>();

/**
 * UTF-8 bytes of the compact JSON text of `value`, of any depth.
 *
 * The sizes of large arrays and objects are remembered, so values shared between steps are measured once.
 */
export function jsonSize(value: JsonValue): number {
  return isContainer(value) ? (sizes.get(value) ?? measureContainer(value)) : measureScalar(value);
}

type Container = readonly JsonValue[] | JsonObject;

interface Frame {
  readonly container: Container;
  readonly values: readonly JsonValue[];
  next: number;
  size: number;
}

/** Walks with a stack of its own: values may be nested deeper than the call stack. */
function measureContainer(outermost: Container): number {
  const frames: Frame[] = [openFrame(outermost)];
  let frame = frames.at(-1);
  let size = 0;
  while (frame !== undefined) {
    const inner = measureUntilUnknown(frame);
    if (inner !== undefined) {
      frame = openFrame(inner);
      frames.push(frame);
      continue;
    }
    size = frame.size;
    if (size >= WORTH_REMEMBERING_BYTES) sizes.set(frame.container, size);
    frames.pop();
    frame = frames.at(-1);
    if (frame !== undefined) frame.size += size;
  }
  return size;
}

/** Adds the parts of known size and answers the first container that must be measured before going on. */
function measureUntilUnknown(frame: Frame): Container | undefined {
  for (let value = frame.values[frame.next]; value !== undefined; value = frame.values[frame.next]) {
    frame.next++;
    if (isContainer(value)) {
      const size = sizes.get(value);
      if (size === undefined) return value;
      frame.size += size;
    } else {
      frame.size += measureScalar(value);
    }
  }
  return undefined;
}

/** A frame whose size counts what is not a value: brackets, commas, keys and colons. */
function openFrame(container: Container): Frame {
  if (isJsonArray(container)) {
    return { container, values: container, next: 0, size: 2 + commas(container.length) };
  }
  const keys = Object.keys(container);
  let size = 2 + commas(keys.length) + keys.length;
  for (const key of keys) size += escapedBytes(key);
  return { container, values: Object.values(container), next: 0, size };
}

function commas(parts: number): number {
  return Math.max(0, parts - 1);
}

function measureScalar(value: Exclude<JsonValue, Container>): number {
  if (typeof value === 'string') return escapedBytes(value);
  return String(value).length;
}

function isContainer(value: JsonValue): value is Container {
  return typeof value === 'object' && value !== null;
}
