/**
 * The policy for the pages of the console in either home: they may run its own scripts, and connect to their own origin
 * and to `connectTo`. Styles may be inline, as its components set sizes and places by attributes.
 */
export function contentSecurityPolicy(...connectTo: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connectTo].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
