import type { ServiceName } from './names.ts';
import type { Problem } from './problem.ts';

/** One thing that a watch of files did or found. */
export type WatchReport =
  /** Changes are seen from here on. */
  | {
      readonly kind: 'watching';
      readonly paths: readonly string[];
      readonly services: readonly ServiceName[];
    }
  /** Changes below the path may not be seen, and why. */
  | { readonly kind: 'deaf'; readonly path: string; readonly why: string }
  /** Into all containers of the service; `first` for the copy at the start. */
  | {
      readonly kind: 'copied';
      readonly service: ServiceName;
      readonly files: number;
      readonly removed: number;
      readonly elapsedMs: number;
      readonly first: boolean;
    }
  | { readonly kind: 'rebuilding' | 'restarting'; readonly services: readonly ServiceName[] }
  | {
      readonly kind: 'rebuilt' | 'restarted';
      readonly services: readonly ServiceName[];
      readonly elapsedMs: number;
    }
  | {
      readonly kind: 'ran';
      readonly service: ServiceName;
      readonly command: readonly string[];
      readonly exitCode: number;
      /** The end of what it wrote. */
      readonly output: string;
    }
  /** The watch goes on: the next change tries again. */
  | {
      readonly kind: 'failed';
      readonly services: readonly ServiceName[];
      readonly problems: readonly Problem[];
    };
