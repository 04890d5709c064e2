/** What is read of a line of POST /images/create (Engine API v1.41 to v1.51). */
export type PullJson = {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number } | null;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string } | null;
};

type Layer = { readonly downloaded: number; readonly total: number; readonly done: boolean };

/** What is known of a pull so far, by layer id. */
export type PullState = ReadonlyMap<string, Layer>;

/** The state after one more line. Layers are told from other lines by what the engine says of them. */
export function afterLine(state: PullState, { id, status, progressDetail }: PullJson): PullState {
  if (id === undefined || status === undefined) return state;
  const before = state.get(id) ?? { downloaded: 0, total: 0, done: false };
  const layer = layerAfter(before, status, progressDetail?.current ?? 0, progressDetail?.total ?? 0);
  return layer === null ? state : new Map(state).set(id, layer);
}

function layerAfter(before: Layer, status: string, current: number, total: number): Layer | null {
  switch (status) {
    case 'Pulling fs layer':
    case 'Waiting':
    case 'Verifying Checksum':
      return before;
    case 'Downloading':
      return { ...before, downloaded: current, total: Math.max(total, before.total) };
    case 'Download complete':
    case 'Extracting':
      return { ...before, downloaded: before.total };
    case 'Pull complete':
    case 'Already exists':
      return { ...before, downloaded: before.total, done: true };
    default:
      return null;
  }
}

/**
 * The state as a person reads it. The fraction counts each layer the same, three quarters of it for its bytes and the rest for
 * unpacking: sizes become known one after the other, and a fraction of bytes would run backwards.
 */
export function printPull(state: PullState): { readonly text: string; readonly fraction: number | null } {
  const layers = [...state.values()];
  if (layers.length === 0) return { text: 'asking the registry', fraction: null };
  const share = ({ downloaded, total, done }: Layer): number =>
    done ? 1 : total === 0 ? 0 : (0.75 * downloaded) / total;
  const fraction = layers.reduce((sum, layer) => sum + share(layer), 0) / layers.length;
  const sum = (pick: (layer: Layer) => number): number =>
    layers.reduce((bytes, layer) => bytes + pick(layer), 0);
  const done = layers.filter((layer) => layer.done).length;
  const bytes = `${megabytes(sum((layer) => layer.downloaded))} of ${megabytes(sum((layer) => layer.total))} MB`;
  return { text: `${done} of ${layers.length} layers, ${bytes}`, fraction };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
