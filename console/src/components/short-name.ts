/** Ids that the service makes up: UUIDs, and digests of sixteen digits and more. */
const MADE_UP = /\b([0-9a-f]{8})(?:(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,})(?![0-9a-z])/g;

/** A name for a title: of each id in it that the service has made up, the first eight digits. */
export function shortName(name: string): string {
  return name.replaceAll(MADE_UP, '$1…');
}
