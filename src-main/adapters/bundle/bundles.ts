import type { Bundles } from '../../ports/bundles.ts';
import { keyOf, newKey } from './keys.ts';
import { openPayload, readHead, weigh } from './read.ts';
import { write } from './write.ts';

/** Bundles on the disk of this machine. */
export const diskBundles = (): Bundles => ({ newKey, keyOf, readHead, openPayload, write, weigh });
