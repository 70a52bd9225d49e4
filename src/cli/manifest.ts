import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** The version that the package's manifest states. */
export function version(): string {
  const file = findPackageJSON(import.meta.url);
  const manifest: unknown = file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));
  const isVersioned = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isVersioned ? String(manifest.version) : 'unknown';
}
