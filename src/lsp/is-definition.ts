const BY_NAME = /(?:^|[/\\.])flow\.(?:ya?ml|json)$/i;
const TEST_FILE = /\.test\.(?:ya?ml|json)$/i;
const BY_TYPE = /^\s{0,8}(?:"type"|'type'|type)\s*:\s*["']?flow\b/m;
const INLINE = /^\s*\{[\s\S]{0,2000}?["']?type["']?\s*:\s*["']?flow\b/;

/** True for a file that defines a flow, or is about to: by its name (`flow.yaml`, `trip.flow.yaml`), else by `type: flow`. */
export function isDefinition(path: string, text: string): boolean {
  if (TEST_FILE.test(path)) return false;
  return BY_NAME.test(path) || BY_TYPE.test(text) || INLINE.test(text);
}
