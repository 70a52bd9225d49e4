import type { ObjectPort, Objects } from '../../ports/objects.ts';
import type { WorldProcess } from './simulated-world.ts';

/** The objects of the world, with each use of them left to its fate. */
export function objectsOf(process: WorldProcess): Objects {
  const { objects } = process.world;
  const port: ObjectPort = {
    head: (name) => process.call('objects.head', () => objects.head(name)),
    read: (name, range) => process.call('objects.read', () => objects.read(name, range)),
    write: (name, body) => process.call('objects.write', () => objects.write(name, body)),
    list: (prefix, page) => process.call('objects.list', () => objects.list(prefix, page)),
  };
  return { forFlow: () => port };
}
