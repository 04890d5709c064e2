import type { BuildRequest } from '../../ports/docker.ts';
import { textsOf } from './build-values.ts';
import type { GrpcCaller } from './grpc-caller.ts';
import { fieldsOf, mapIn } from './protobuf.ts';

const gatewayLabel = 'org.mobyproject.buildkit.worker.moby.host-gateway-ip';

/**
 * The address that `host-gateway` stands for, asked of the engine's builder where an extra host names it (Control.ListWorkers:
 * 1 records {2 labels}); null where it does not say.
 */
export async function gatewayAddress(caller: GrpcCaller, { build }: BuildRequest): Promise<string | null> {
  if (!textsOf(build['extra_hosts']).some((host) => host.endsWith('host-gateway'))) return null;
  for await (const message of caller.call('/moby.buildkit.v1.Control/ListWorkers', Buffer.alloc(0))) {
    const workers = fieldsOf(message).filter(({ number }) => number === 1);
    const found = workers.map(({ bytes }) => mapIn(fieldsOf(bytes), 2).get(gatewayLabel)).find(Boolean);
    if (found !== undefined) return found;
  }
  return null;
}
