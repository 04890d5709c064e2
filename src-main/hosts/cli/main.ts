#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mendEnvironment } from './mend-environment.ts';

mendEnvironment(process.argv.slice(2), process.env);

const here = fileURLToPath(new URL('.', import.meta.url));
// Half of the start of a command is compiling it, so the bundle keeps what was compiled beside itself (Node 22.8 and later).
// Where the folder cannot be written it does nothing; beside the source it has no place.
if (import.meta.url.endsWith('.mjs')) module.enableCompileCache?.(join(here, 'compile-cache'));

// One signal ends all calls that are in flight: more than ten listeners are no leak (Node 20 says so on the terminal).
setMaxListeners(1_000);

const { runCli } = await import('./run-cli.ts');
const { thisProcess } = await import('./this-process.ts');

process.exitCode = await runCli(process.argv.slice(2), thisProcess());
// A connection that some library keeps open must not keep a finished command; what is written is given time to leave.
setTimeout(() => process.exit(), 1_000).unref();
