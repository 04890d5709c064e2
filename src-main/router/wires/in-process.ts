import { createRouterClient } from '@orpc/server';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../contract/routes.ts';
import type { Router } from '../router.ts';

/** What every door calls: the contract as functions. */
export type Client = ContractRouterClient<Contract>;

/** The router called directly: no serialisation, so what it returns must not be changed. */
export const inProcessClient = (router: Router): Client => createRouterClient(router);
