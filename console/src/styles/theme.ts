import { Alert, Badge, createTheme } from '@mantine/core';

/** Words in a colour on a tint of it, or on the page: darker than Mantine's in light, to stand out enough. */
function readable(color: string): string {
  const own = `var(--mantine-color-${color}-light-color)`;
  return `light-dark(color-mix(in srgb, ${own}, black 25%), ${own})`;
}

/** Looks of the console: the system's own fonts, calm colours, small radii. */
export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: 9,
  autoContrast: true,
  // Where black and white stand out equally: the better of the two is readable on every colour.
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '600' },
  components: {
    Badge: Badge.extend({
      vars: (_theme, { variant, color }) => ({
        root: variant === 'light' && color !== undefined ? { '--badge-color': readable(color) } : {},
      }),
    }),
    Alert: Alert.extend({
      vars: (_theme, { variant, color }) => ({
        root: variant === 'outline' && color !== undefined ? { '--alert-color': readable(color) } : {},
      }),
    }),
  },
});
