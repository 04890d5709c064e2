import { toast } from 'sonner';

/** Something that just happened and needs no answer. What must not be missed belongs in a Callout. */
export type Notice = {
  readonly tone: 'info' | 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly detail?: string | undefined;
  readonly action?: { readonly label: string; readonly onSelect: () => void };
};

const showByTone = { info: toast.info, good: toast.success, warn: toast.warning, bad: toast.error } as const;

/** Time on screen in ms. What went wrong stays until it is closed. */
const durationMsByTone = { info: 5_000, good: 5_000, warn: 10_000, bad: Number.POSITIVE_INFINITY } as const;

/** Shows a toast. */
export function notify({ tone, title, detail, action }: Notice): void {
  showByTone[tone](title, {
    description: detail,
    duration: durationMsByTone[tone],
    ...(action === undefined ? {} : { action: { label: action.label, onClick: action.onSelect } }),
  });
}
