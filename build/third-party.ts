import { existsSync, globSync, readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';

/** Matches the folder of the innermost package that a file belongs to. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** The licences of all packages of which something was bundled, each text once. */
export function thirdPartyLicenses(bundles: readonly Metafile[]): string {
  const folders = new Set(bundles.flatMap(bundledFiles).flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
  const packagesByText = new Map<string, string[]>();
  for (const folder of [...folders].toSorted()) {
    const { title, text } = licenseOf(folder);
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), title]);
  }
  const parts = [...packagesByText].map(
    ([text, titles]) => `${[...new Set(titles)].join('\n')}\n\n${text}\n`,
  );
  return `Parts of these packages are in the bundles.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function bundledFiles({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file),
  );
}

function licenseOf(folder: string): { readonly title: string; readonly text: string } {
  const manifest = `${folder}/package.json`;
  if (!existsSync(manifest)) throw new Error(`${folder} is no package`);
  const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8'));
  const [file] = globSync(`${folder}/{LICENSE,LICENCE,COPYING,license}*`);
  const text = file === undefined ? `Licence: ${license}` : readFileSync(file, 'utf8').trim();
  return { title: `${name} ${version} (${license})`, text };
}
