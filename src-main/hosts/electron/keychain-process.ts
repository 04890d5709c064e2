import { utilityProcess } from 'electron';
import type { StartChild } from '../../adapters/keychain/start-child.ts';

/** The keychain's process as a utility process: with the fuse RunAsNode off, Electron's binary does not run as Node. */
export const startKeychainProcess: StartChild = (file, variables) => {
  const child = utilityProcess.fork(file, [], {
    env: { ...variables },
    stdio: 'ignore',
    serviceName: 'Berth keychain',
  });
  return {
    send: (question) => child.postMessage(question),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void child.once('exit', (code) => listener(`exit code ${code}`)),
    kill: () => void child.kill(),
  };
};
