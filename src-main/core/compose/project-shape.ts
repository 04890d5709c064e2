import { dictOf, listOf, recordOf } from './shape.ts';

const pool = recordOf({ subnet: 'text', gateway: 'text', ip_range: 'text', aux_addresses: 'labels' });

/** One entry of `networks:`, in written order. */
export const networkShape = recordOf({
  name: 'text',
  driver: 'text',
  driver_opts: dictOf('loose'),
  'ipam!': recordOf({ driver: 'text', config: listOf(pool) }),
  external: 'flag',
  internal: 'flag',
  attachable: 'flag',
  labels: 'labels',
  'enable_ipv4?': 'flag',
  'enable_ipv6?': 'flag',
});

/** One entry of `volumes:`, in written order. */
export const volumeShape = recordOf({
  name: 'text',
  driver: 'text',
  driver_opts: dictOf('loose'),
  external: 'flag',
  labels: 'labels',
});

/** One entry of `secrets:` or `configs:`, in written order. */
export const fileObjectShape = recordOf({
  name: 'text',
  file: 'text',
  environment: 'text',
  content: 'text',
  external: 'flag',
  labels: 'labels',
  driver: 'text',
  driver_opts: dictOf('loose'),
  template_driver: 'text',
});

/** One entry of `models:`, in written order. */
export const modelShape = recordOf({
  name: 'text',
  model: 'text',
  context_size: 'whole',
  runtime_flags: listOf('text'),
});
