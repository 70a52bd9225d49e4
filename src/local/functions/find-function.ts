import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../interpreter/event.ts';
import type { FunctionCall } from '../../ports/task-targets.ts';

/** A function's code and the names it was found under; `modifiedAt` changes when the file is written. */
export interface FunctionFile {
  readonly service: string;
  readonly functionName: string;
  /** Empty without a qualifier. */
  readonly qualifier: string;
  readonly file: string;
  readonly modifiedAt: number;
}

/** Nothing with such a name, or a name that nothing can have. */
export interface FunctionNotFound {
  readonly failure: Failure;
}

interface Names {
  readonly service: string;
  readonly functionName: string;
}

const EXTENSIONS = ['js', 'ts', 'mjs', 'py'];
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;
/** Qualifiers with the meaning of none. */
const LATEST: ReadonlySet<string> = new Set(['', 'LATEST', '$LATEST']);

/**
 * Looks a function up as `<directory>/<service>[.<qualifier>]/<function>.{js,ts,mjs,py}`; the first directory that
 * has it wins.
 *
 * A Lambda name reads `<service>-<function>`; where several services fit, the longest name wins.
 */
export function findFunction(
  target: FunctionCall['target'],
  directories: readonly string[],
): FunctionFile | FunctionNotFound {
  const qualifier = LATEST.has(target.qualifier ?? '') ? '' : (target.qualifier ?? '');
  const candidates =
    target.service !== undefined
      ? [{ service: target.service, functionName: target.functionName }]
      : splitLambdaName(target.functionName);
  for (const { service, functionName } of candidates) {
    const found = lookUp(service, qualifier, functionName, directories);
    if (found !== undefined) return found;
  }
  return notFound(target, candidates, qualifier, directories);
}

/** Every way to read a Lambda name as service and function, longest service first. */
function splitLambdaName(name: string): readonly Names[] {
  const parts = name.split('-');
  return parts
    .slice(1)
    .map((_, index) => ({
      service: parts.slice(0, index + 1).join('-'),
      functionName: parts.slice(index + 1).join('-'),
    }))
    .reverse();
}

function lookUp(
  service: string,
  qualifier: string,
  functionName: string,
  directories: readonly string[],
): FunctionFile | undefined {
  if (!areNames(service, qualifier, functionName)) return undefined;
  for (const directory of directories) {
    const folder = join(directory, folderName(service, qualifier));
    for (const extension of EXTENSIONS) {
      const file = join(folder, `${functionName}.${extension}`);
      const stats = statsOf(file);
      if (stats?.isFile()) {
        return { service, functionName, qualifier, file, modifiedAt: stats.mtimeMs };
      }
    }
  }
  return undefined;
}

/** Only plain names reach the file system, so none can lead out of the directories. */
function areNames(service: string, qualifier: string, functionName: string): boolean {
  return NAME.test(service) && NAME.test(functionName) && (qualifier === '' || NAME.test(qualifier));
}

function folderName(service: string, qualifier: string): string {
  return qualifier === '' ? service : `${service}.${qualifier}`;
}

/** Undefined for a path that does not exist or cannot be read. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function notFound(
  target: FunctionCall['target'],
  candidates: readonly Names[],
  qualifier: string,
  directories: readonly string[],
): FunctionNotFound {
  const possible = candidates.filter((names) => areNames(names.service, qualifier, names.functionName));
  const isServiceMissing =
    target.service !== undefined && !possible.some(({ service }) => hasService(service, directories));
  const files = possible.map(
    (names) => `${folderName(names.service, qualifier)}/${names.functionName}.{${EXTENSIONS.join(',')}}`,
  );
  const problem =
    files.length === 0
      ? 'no file can have that name'
      : `there is no ${files.join(' or ')} in ${directories.join(', ') || 'any functions folder: none is configured'}`;
  return {
    failure: {
      error: isServiceMissing ? 'FC.ServiceNotFound' : 'FC.FunctionNotFound',
      cause: JSON.stringify({ errorMessage: `${target.resourceArn}: ${problem}` }),
    },
  };
}

/** True when the service has a folder, under any qualifier: then only the function is missing. */
function hasService(service: string, directories: readonly string[]): boolean {
  return directories.some((directory) =>
    namesIn(directory).some((folder) => folder === service || folder.startsWith(`${service}.`)),
  );
}
