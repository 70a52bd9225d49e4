import { defineConfig } from 'vitest/config';
import { SkippedReporter } from './skipped-reporter.ts';

/** One file after the other, for they share a service. */
export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    include: ['test/e2e/deployed/*.test.ts'],
    fileParallelism: false,
    reporters: ['default', new SkippedReporter()],
  },
});
