import { defineConfig } from 'vite';

// `npm run dev` asks a circle15 that serves on its usual port for the data.
const backend = 'http://127.0.0.1:8015';

export default defineConfig({
  build: { target: 'es2022', chunkSizeWarningLimit: 1200 },
  worker: { format: 'es' },
  server: { proxy: { '/api': backend, '/tiles': backend, '/ogc': backend, '^/.*\\.geojson': backend } },
});
