import { join } from 'node:path';

/** Absolute paths of the clone that several tasks need. */
export const root = join(import.meta.dirname, '..');
export const output = join(root, 'out');
export const cli = join(output, 'cli/berth.mjs');
export const sample = join(root, 'resources/sample');
export const results = join(root, 'test-results');

/** The script of a tool in node_modules, to be run with the Node that runs this. */
export const tool = (path: string): string => join(root, 'node_modules', path);
