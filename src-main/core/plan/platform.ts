const architectures: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  i386: '386',
  armhf: 'arm/v7',
  armel: 'arm/v6',
};

/** Whether an image is for the platform that a service names; true where one of them says nothing. */
export function fitsPlatform(wanted: string | undefined, found: string | null): boolean {
  if (wanted === undefined || wanted === '' || found === null || found === '') return true;
  return normal(wanted) === normal(found);
}

/** `os/architecture[/variant]` or the architecture alone, by the names and defaults of containerd's platforms. */
function normal(platform: string): string {
  const parts = platform.toLowerCase().split('/').filter(Boolean);
  const [os, written = '', variant] = parts.length === 1 ? ['linux', ...parts] : parts;
  const [architecture = '', own = variant] = (architectures[written] ?? written).split('/');
  const isUsual =
    own === undefined ||
    (architecture === 'arm64' && own === 'v8') ||
    (architecture === 'arm' && own === 'v7');
  return [os, architecture, ...(isUsual ? [] : [own])].join('/');
}
