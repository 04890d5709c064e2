import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Tooltip } from '../overlay/Tooltip.tsx';
import './Button.css';
import { Spinner } from './Spinner.tsx';

/** primary: the one thing to do here. danger: it loses something. quiet: it belongs to what it stands in. */
export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'small' | 'medium' | 'large';

/** Every variant and size, for galleries and tests. */
export const buttonVariants: readonly ButtonVariant[] = ['primary', 'secondary', 'quiet', 'danger'];
export const buttonSizes: readonly ButtonSize[] = ['small', 'medium', 'large'];

export type ButtonProps = Omit<ComponentPropsWithRef<'button'>, 'disabled'> & {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: ReactNode;
  /** Under way: the icon turns, clicks are ignored, the label stays. */
  readonly busy?: boolean;
  /** Why it cannot be pressed now. The button stays reachable by keyboard, so that the reason can be read. */
  readonly disabledReason?: string | null | undefined;
  readonly hint?: string | null;
  readonly shortcut?: string | undefined;
};

/** A button. `disabledReason` both disables it and explains itself. */
export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'medium', icon, busy = false, disabledReason = null } = props;
  const { hint = null, shortcut, className, children, onClick, ...rest } = withoutOwn(props);
  const inert = busy || disabledReason !== null;
  return (
    <Tooltip text={disabledReason ?? hint} shortcut={disabledReason === null ? shortcut : undefined}>
      <button
        type="button"
        {...rest}
        className={classNames('button', className)}
        data-variant={variant}
        data-size={size}
        aria-busy={busy || undefined}
        aria-disabled={inert || undefined}
        onClick={inert ? swallow : onClick}
      >
        {busy ? <Spinner /> : icon}
        {children !== undefined && <span className="button-label">{children}</span>}
      </button>
    </Tooltip>
  );
}

function withoutOwn(props: ButtonProps) {
  const {
    variant: _variant,
    size: _size,
    icon: _icon,
    busy: _busy,
    disabledReason: _reason,
    ...rest
  } = props;
  return rest;
}

/** A submit button that may not be pressed must not submit either. */
function swallow(event: MouseEvent): void {
  event.preventDefault();
}
