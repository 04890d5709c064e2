import type { ReactNode } from 'react';
import type { FillingCommand, FreshView, SeedView } from '../../../src-main/contract/database-view.ts';
import { PropertyList } from '../../design/data/PropertyList.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { withCode } from '../problems/with-code.tsx';

/** What the database holds after a reset: what migrates it, and what its seed is or why it has none. */
export function FreshDatabase({ migrate, seed }: FreshView) {
  return (
    <Panel title="What a reset fills the database with">
      <PropertyList
        properties={[
          { name: 'Migrations', value: migrate === null ? 'None: berth.yaml names none.' : ranBy(migrate) },
          { name: 'Seed', value: seedValue(seed) },
        ]}
      />
    </Panel>
  );
}

const ranBy = ({ service, command }: FillingCommand): ReactNode => (
  <>
    <code>{command}</code> in {service}
  </>
);

function seedValue(seed: SeedView): ReactNode {
  switch (seed.kind) {
    case 'command':
      return ranBy(seed);
    case 'bundle':
      return (
        <>
          The bundle <code>{seed.file}</code>, signed with key <code>{seed.signer}</code>
          {seed.fromProject !== null && `, data of project ${seed.fromProject}`}
        </>
      );
    case 'none':
      return withCode(`None: ${seed.whyNot}`);
  }
}
