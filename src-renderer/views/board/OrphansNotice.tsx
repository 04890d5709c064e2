import type { OrphanView } from '../../../src-main/contract/view.ts';
import { Callout } from '../../design/status/Callout.tsx';

/** Containers that the Compose file no longer has, each with the files it was made from. Berth leaves them alone. */
export function OrphansNotice({ orphans }: { readonly orphans: readonly OrphanView[] }) {
  if (orphans.length === 0) return null;
  const one = orphans.length === 1;
  return (
    <Callout
      kind="warn"
      title={one ? 'A container without a service' : `${orphans.length} containers without a service`}
      detail={orphans.map(({ container, service, files }) => (
        <p key={container}>
          <code>{container}</code> was made for {service}
          {files.length > 0 && <> of {files.join(', ')}</>}. The Compose file no longer has it.
        </p>
      ))}
      remedy={
        <>
          <code>berth up --remove-orphans</code> removes {one ? 'it' : 'them'}.
        </>
      }
    />
  );
}
