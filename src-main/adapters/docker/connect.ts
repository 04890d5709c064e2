import type { Docker } from '../../ports/docker.ts';
import type { SecretSource } from '../../ports/secret-source.ts';
import { createContainer } from './create.ts';
import type { Endpoint } from './endpoint.ts';
import { followEvents } from './events.ts';
import { exec, healthCommand } from './exec.ts';
import { runHook } from './hook.ts';
import { removeImage } from './remove-image.ts';
import {
  killContainer,
  pauseContainer,
  removeContainer,
  renameContainer,
  startContainer,
  stopContainer,
} from './lifecycle.ts';
import { followLogs } from './logs.ts';
import { createNetwork, createVolume, removeNetwork, removeVolume } from './networks-volumes.ts';
import {
  inspectImage,
  inspectNetwork,
  inspectVolume,
  listNetworks,
  listOwnNetworks,
  listVolumes,
} from './objects.ts';
import { inspectContainer, listContainers, listOwnContainers, portHolder } from './observe.ts';
import { pullImage } from './pull.ts';
import { registryDigest } from './registry-digest.ts';
import { noCredentials, type RegistryCredentials } from './registry-credentials.ts';
import { connect } from './version.ts';
import { waitForExit } from './wait-exit.ts';
import { wireTo } from './wire.ts';

/**
 * The engine at an endpoint, over dockerode. Makes no call of its own. `credentials` are those for private registries (see
 * `registryCredentials`); without them pulls are anonymous. `sshAgent` is the socket that builds may ask (SSH_AUTH_SOCK).
 */
export function dockerAt(
  endpoint: Endpoint,
  secrets: SecretSource,
  credentials: RegistryCredentials = noCredentials,
  sshAgent: string | null = null,
): Docker {
  const wire = wireTo(endpoint);
  let id: string | null = null;
  return {
    endpoint: endpoint.name,
    engineId: () => id,
    connect: async (signal) => {
      const facts = await connect(wire, signal);
      if (facts.ok) ({ id } = facts.value);
      return facts;
    },
    listContainers: (project, signal) => listContainers(wire, project, signal),
    listOwnContainers: (project, signal) => listOwnContainers(wire, project, signal),
    inspectContainer: (name, signal) => inspectContainer(wire, name, signal),
    portHolder: (port, signal) => portHolder(wire, port, signal),
    listNetworks: (project, signal) => listNetworks(wire, project, signal),
    listOwnNetworks: (project, signal) => listOwnNetworks(wire, project, signal),
    inspectNetwork: (name, signal) => inspectNetwork(wire, name, signal),
    listVolumes: (project, signal) => listVolumes(wire, project, signal),
    inspectVolume: (name, signal) => inspectVolume(wire, name, signal),
    inspectImage: (reference, signal) => inspectImage(wire, reference, signal),
    registryDigest: (reference, signal) => registryDigest(wire, credentials, reference, signal),
    pullImage: (reference, platform, report, signal) =>
      pullImage({ wire, credentials, reference, platform, report, signal }),
    buildImage: async (request, report, signal) => {
      // Loaded when something is built: it brings HTTP/2 with it.
      const { buildImage } = await import('./build.ts');
      return buildImage({ wire, secrets, credentials, sshAgent, request, report }, signal);
    },
    removeImage: (reference, signal) => removeImage(wire, reference, signal),
    createNetwork: (request, signal) => createNetwork(wire, secrets, request, signal),
    removeNetwork: (name, signal) => removeNetwork(wire, name, signal),
    createVolume: (request, signal) => createVolume(wire, secrets, request, signal),
    removeVolume: (name, signal) => removeVolume(wire, name, signal),
    createContainer: (request, signal) => createContainer(wire, secrets, request, signal, endpoint.proxies),
    startContainer: (name, signal) => startContainer(wire, name, signal),
    stopContainer: (name, graceSeconds, signal, ended) =>
      stopContainer(wire, name, graceSeconds, signal, ended),
    pauseContainer: (name, signal) => pauseContainer(wire, name, 'pause', signal),
    unpauseContainer: (name, signal) => pauseContainer(wire, name, 'unpause', signal),
    killContainer: (name, killSignal, signal) => killContainer(wire, name, killSignal, signal),
    removeContainer: (name, signal, volumes) => removeContainer(wire, name, signal, volumes),
    waitForExit: (name, signal) => waitForExit(wire, name, signal),
    renameContainer: (name, to, signal) => renameContainer(wire, name, to, signal),
    copyInto: async (name, files, signal) =>
      (await import('./copy-into.ts')).copyInto(wire, name, files, signal),
    readArchive: async (name, path, signal) =>
      (await import('./archive.ts')).readArchive(wire, name, path, signal),
    writeArchive: async (name, path, content, signal) =>
      (await import('./archive.ts')).writeArchive(wire, name, path, content, signal),
    exec: (name, command, timeoutMs, signal) => exec(wire, name, command, timeoutMs, signal),
    runHook: (name, request, signal) => runHook(wire, secrets, name, request, signal),
    healthCommand: (name, signal) => healthCommand(wire, name, signal),
    events: (project, signal) => followEvents(wire, project, signal),
    logs: (name, wish, signal) => followLogs(wire, name, wish, signal),
  };
}
