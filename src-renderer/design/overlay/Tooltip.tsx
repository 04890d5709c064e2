import { Tooltip as Primitive } from 'radix-ui';
import type { ReactElement } from 'react';
import { Kbd } from '../data/Kbd.tsx';
import './Tooltip.css';

export type TooltipProps = {
  /** What to say; null shows the child alone. Never the only place where something is said. */
  readonly text: string | null;
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and pointer events. */
  readonly children: ReactElement;
};

/** A short hint on hover and on keyboard focus. Needs a DesignRoot above. */
export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  if (text === null) return children;
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content className="tooltip" side={side} sideOffset={6} collisionPadding={8}>
          <span>{text}</span>
          {shortcut !== undefined && <Kbd keys={shortcut} inverse />}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
