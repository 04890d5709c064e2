import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-main/contract/routes.ts';

/** The contract as this window calls it. Every call may throw the typed error PROBLEM, or a lost connection. */
export type Api = ContractRouterClient<Contract>;

/** How the window stands to its door. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  /** `epoch` grows with every new wire: what was subscribed over an older one must be subscribed again. */
  | { readonly kind: 'connected'; readonly api: Api; readonly epoch: number }
  | { readonly kind: 'lost'; readonly attempt: number }
  /** The door does not let this page in: the one-time code was used or is too old. */
  | { readonly kind: 'refused' };

/** The one wire of this window. `watch` calls at once with the state now, then with each change, until `signal` ends. */
export type Connection = {
  readonly watch: (listener: (state: ConnectionState) => void, signal: AbortSignal) => void;
};
