import type { FunctionCall } from '../../../ports/task-targets.ts';

/** How the paths of functions begin, here and as the original has them. */
const FORMS = [/^\/fc\/([^/]+)\/([^/]+)(\/.*)?$/, /^\/2016-08-15\/proxy\/([^/]+)\/([^/]+)(\/.*)?$/];

/** A function that an address names, and what of the path is left to it. */
export interface FunctionUrl {
  readonly target: FunctionCall['target'];
  /** Decoded; `/` at least. */
  readonly path: string;
}

/** True for the address of a function, be there one or not. */
export function isFunctionPath(path: string): boolean {
  return FORMS.some((form) => form.test(path));
}

/** Reads `/fc/{service}[.{qualifier}]/{function}/…`, and the original's `/2016-08-15/proxy/…`; undefined for a broken escape. */
export function readFunctionUrl(path: string): FunctionUrl | undefined {
  const [, place = '', name = '', rest = '/'] = FORMS.map((form) => form.exec(path)).find(Boolean) ?? [];
  try {
    const functionName = decodeURIComponent(name);
    const folder = decodeURIComponent(place);
    const [service = '', qualifier] = folder.split(/\.(.*)/s);
    const resourceArn = `acs:fc:::services/${folder}/functions/${functionName}`;
    const target = { kind: 'function', resourceArn, service, functionName } as const;
    return {
      target: qualifier === undefined ? target : { ...target, qualifier },
      path: decodeURIComponent(rest),
    };
  } catch {
    return undefined;
  }
}
