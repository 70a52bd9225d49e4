import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The API that `npm run console:dev` talks to. */
const ENDPOINT = process.env['FDL_ENDPOINT'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    // The first browsers with light-dark() and the rest of what the styles use: spring 2024.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      // The API's paths: `/` for signed calls, `/{Operation}` for plain ones.
      '^/([A-Z][A-Za-z]+)?$': { target: ENDPOINT, changeOrigin: true, headers: { origin: ENDPOINT } },
    },
  },
});
