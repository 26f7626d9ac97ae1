// Which tests run where: one project per kind of world, the slow kinds apart.
import { defineConfig } from 'vitest/config';
import { iconNodes } from './vite.icons.ts';

const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;
const define = { __APP_VERSION__: '"0.0.0-test"', __APP_NAME__: '"test"' };

export default defineConfig({
  test: {
    projects: [
      {
        oxc: jsx,
        define,
        plugins: [iconNodes()],
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'contract',
            'rules',
            'device',
            'centre',
            'device-config',
            'house',
            'fleet',
            'wire',
            'privacy',
          ].map((room) => `tests/${room}/**/*.test.ts`),
          setupFiles: ['tests/fast-check-seed.ts'],
          testTimeout: 20_000,
        },
      },
      {
        oxc: jsx,
        define,
        plugins: [iconNodes()],
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['screen', 'kiosk', 'tablet', 'board'].map((room) => `tests/${room}/**/*.test.{ts,tsx}`),
          setupFiles: ['tests/fast-check-seed.ts'],
          testTimeout: 20_000,
        },
      },
      {
        oxc: jsx,
        define,
        plugins: [iconNodes()],
        test: {
          name: 'browser',
          environment: 'node',
          include: ['browser', 'screens', 'journeys'].map((room) => `tests/${room}/**/*.test.ts`),
          globalSetup: ['tests/browser/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        oxc: jsx,
        define,
        plugins: [iconNodes()],
        test: {
          name: 'long',
          environment: 'node',
          include: ['tests/long/**/*.test.ts'],
          globalSetup: ['tests/browser/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
