import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A function in a folder, by the names that a definition calls it by. */
export interface ListedFunction {
  readonly arn: string;
  readonly file: string;
}

const FUNCTION = /^(?<name>[A-Za-z0-9_][A-Za-z0-9_-]*)\.(?:js|ts|mjs|py)$/;
const SERVICE = /^[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)?$/;

/** Most functions that are listed. */
const MAX_FUNCTIONS = 2_000;

/** The functions in some folders, which lie there as `<service>[.<qualifier>]/<function>.{js,ts,mjs,py}`; never throws. */
export function listFunctions(directories: readonly string[]): readonly ListedFunction[] {
  const found = new Map<string, ListedFunction>();
  for (const directory of directories) {
    for (const service of entriesOf(directory)) {
      if (!service.isDirectory() || !SERVICE.test(service.name)) continue;
      for (const { name } of entriesOf(join(directory, service.name))) {
        const functionName = FUNCTION.exec(name)?.groups?.['name'];
        if (functionName === undefined || found.size >= MAX_FUNCTIONS) continue;
        const arn = `acs:fc:::services/${service.name}/functions/${functionName}`;
        if (!found.has(arn)) found.set(arn, { arn, file: join(directory, service.name, name) });
      }
    }
  }
  return [...found.values()];
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
