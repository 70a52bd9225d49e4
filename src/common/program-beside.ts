/**
 * Where a program lies that runs in a process or thread of its own, beside the module that starts it.
 *
 * No import names such a program, so the build cannot rewrite its ending: it has that of the module, `.ts` among the
 * sources and `.js` in the package.
 */
export function programBeside(moduleUrl: string, name: string): URL {
  const ending = moduleUrl.slice(moduleUrl.lastIndexOf('.'));
  return new URL(`${name}${ending}`, moduleUrl);
}
