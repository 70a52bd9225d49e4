const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'links lead in a circle',
  ENOENT: 'there is no such file',
  ENOSPC: 'no space is left',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
};

/** The problem of a file, in a few words. */
export function problemOf(error: unknown): string {
  const { code = '', message = '' } = Object(error) as { code?: string; message?: string };
  return PROBLEMS[code] ?? (message || String(error));
}
