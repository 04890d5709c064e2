import type { Finding } from './engine-finding.ts';

const install: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32:
    'Install Docker Desktop: winget install Docker.DockerDesktop\nThen start it and wait until its whale stands still.',
  darwin: 'Install Docker Desktop: brew install --cask docker-desktop\nThen start it: open -a Docker',
  linux:
    'Install an engine with its CLI and Compose. Debian 13, Ubuntu: sudo apt-get install docker.io docker-cli docker-compose ' +
    '(Ubuntu: docker.io docker-compose-v2). Fedora: sudo dnf install moby-engine docker-cli docker-compose.\n' +
    'Then start it, and let your user use it: sudo systemctl enable --now docker && sudo usermod -aG docker "$USER" (sign in again).',
};

const start: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'Start Docker Desktop from the Start menu and wait until its whale stands still.',
  darwin: 'Start Docker Desktop: open -a Docker',
  linux:
    'Start it: sudo systemctl start docker   (or run this as root on Debian, and one is installed and started for you)',
};

/** What a person does so that an engine answers: the finding in a sentence, then the exact commands for the system. */
export function engineRemedy(
  finding: Finding,
  platform: NodeJS.Platform,
  dockerHost: string | undefined,
): string {
  const named = dockerHost === undefined ? '' : ` DOCKER_HOST names ${dockerHost}; check it, or unset it.`;
  switch (finding.kind) {
    case 'answers':
      return `The engine ${finding.version} answers.`;
    case 'no-client':
      return `Docker is not installed.\n${install[platform] ?? 'Install Docker for this system.'}`;
    case 'windows-containers':
      return "The engine runs Windows containers; Berth needs Linux ones.\nIn Docker Desktop's menu choose 'Switch to Linux containers…'.";
    case 'refused':
      return `The engine refuses this user: ${finding.detail}\nOn Linux: sudo usermod -aG docker "$USER", then sign in again.`;
    case 'silent':
      return `The engine had no answer within 10 s.${named}\nIt may be starting or paused: wait, or restart Docker.`;
    case 'absent':
      return `No engine answers: ${finding.detail}${named}\n${start[platform] ?? 'Start Docker.'}`;
  }
}
