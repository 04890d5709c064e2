import type { Plugin } from 'vite';

const left = 'module.exports = () => { throw new Error("this part is not in the bundle"); };';

/**
 * Parts of packages that stand in the bundle as something smaller, by the end of their path. A command ends after a fraction of
 * a second; loading what it never calls was half of that (measured with Node's profiler).
 */
const instead: Readonly<Record<string, string>> = {
  // Clients of gRPC and protobuf: Berth's builds have a session of their own.
  '/dockerode/lib/session.js': left,
  '/dockerode/lib/buildkit.js': left,
  // A client of SSH: Berth goes through the `ssh` of the machine.
  '/docker-modem/lib/ssh.js': left,
  // It follows redirects, which an engine never sends and Berth takes out of every answer; and it loads TLS for a socket.
  '/docker-modem/lib/http.js': `
    module.exports = { http: require('http'), get https() { return require('https'); } };`,
};

/** Commander starts programs for subcommands that are files of their own; Berth has none. */
const later = {
  file: '/commander/lib/command.js',
  from: "const childProcess = require('node:child_process');",
  to: "const childProcess = { get spawn() { return require('node:child_process').spawn; } };",
} as const;

/** Leaves out of the bundle what Berth never calls. A package that changed under it stops the build. */
export const leanBundle: Plugin = {
  name: 'lean-bundle',
  enforce: 'pre',
  load(id) {
    const path = id.replaceAll('\\', '/');
    return Object.entries(instead).find(([file]) => path.endsWith(file))?.[1] ?? null;
  },
  transform(code, id) {
    if (!id.replaceAll('\\', '/').endsWith(later.file)) return null;
    if (!code.includes(later.from)) throw new Error(`${later.file} is not what lean-bundle.ts knows`);
    return { code: code.replace(later.from, later.to), map: null };
  },
};
