import { Anchor, KeyRound } from 'lucide-react';
import { Spinner } from '../design/actions/Spinner.tsx';
import { EmptyState } from '../design/status/EmptyState.tsx';
import './Arrival.css';

/** Before there is anything to show: what the window waits for. */
export function Arriving({ text }: { readonly text: string }) {
  return (
    <main className="arrival" aria-busy="true">
      <Anchor size={28} aria-hidden="true" />
      <p>
        <Spinner /> {text}
      </p>
    </main>
  );
}

/** The door does not let this page in. */
export function Refused() {
  return (
    <main className="arrival">
      <EmptyState
        icon={<KeyRound aria-hidden="true" />}
        title="This address was used already, or is too old"
        detail="For your safety an address opens one window, within 30 seconds. Press Enter where berth serve runs, or start it again, and open the new address."
      />
    </main>
  );
}
