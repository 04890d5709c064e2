import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Beside the program: half of the start of a command is compiling it. Where the folder cannot be written it does nothing.
enableCompileCache?.(join(fileURLToPath(new URL('.', import.meta.url)), 'compile-cache'));

const { runCli } = await import('./run-cli.ts');
const { thisProcess } = await import('./this-process.ts');

process.exitCode = await runCli(process.argv.slice(2), thisProcess());
// A connection that some library keeps open must not keep a finished command; what is written is given time to leave.
setTimeout(() => process.exit(), 1_000).unref();
