import { defineConfig } from 'vite';

/** A static page that works under any path, so it may be hosted anywhere. */
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { fs: { allow: ['../..'] } },
});
