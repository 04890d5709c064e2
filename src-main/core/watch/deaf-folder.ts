import { pathBelow } from './watch-matcher.ts';

/** File systems that tell of no change made elsewhere: the Linux names of network, shared and Windows ones. */
const deafTypes: Readonly<Record<string, string>> = {
  '9p': 'a Windows drive seen from WSL, or a folder shared with a virtual machine',
  drvfs: 'a Windows drive seen from WSL',
  nfs: 'a network drive',
  nfs4: 'a network drive',
  cifs: 'a network drive',
  smb3: 'a network drive',
  vboxsf: 'a folder shared with a virtual machine',
  prl_fs: 'a folder shared with a virtual machine',
  'fuse.sshfs': 'a network drive',
  'fuse.vmhgfs-fuse': 'a folder shared with a virtual machine',
};

/**
 * Why changes in a folder may not be seen, or null. `mounts` is the text of /proc/self/mountinfo, null on a machine without:
 * there a path of another host (`\\wsl$\…`, `\\server\…`) tells.
 */
export function whyDeaf(folder: string, mounts: string | null): string | null {
  if (/^\\\\wsl(\.localhost|\$)\\/i.test(folder)) return 'a folder of WSL seen from Windows';
  if (/^\\\\(?![?.]\\)/.test(folder)) return 'a network drive';
  if (mounts === null) return null;
  const found = mounts
    .split('\n')
    .map(mountOf)
    .filter((mount) => mount !== null)
    .filter(({ at }) => pathBelow(at, folder) !== null)
    // The deepest one holds the folder; of two at one place the later one lies above.
    .reduce<Mount | null>(
      (best, mount) => (best === null || mount.at.length >= best.at.length ? mount : best),
      null,
    );
  return found === null ? null : (deafTypes[found.type] ?? null);
}

type Mount = { readonly at: string; readonly type: string };

/** `36 35 98:0 / /mnt rw shared:1 - ext4 /dev/sda1 rw` (proc(5)); spaces in a path stand as \040. */
function mountOf(line: string): Mount | null {
  const [before = '', after] = line.split(' - ');
  const at = before.split(' ')[4];
  const type = after?.split(' ')[0];
  if (at === undefined || type === undefined) return null;
  return {
    at: at.replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))),
    type,
  };
}
