import { usageError } from './cli-error.ts';

/** A yes-or-no variable; undefined when it is not set. */
export function readFlag(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): boolean | undefined {
  const value = env[name];
  if (value === undefined || value === '') return undefined;
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  if (/^(0|false|no|off)$/i.test(value)) return false;
  throw usageError(`${name} must be true or false, not '${value}'`);
}
