/** A place for a table that may be wider than the screen: it scrolls by itself, by keyboard too. */
import type { ComponentChildren } from 'preact';

export function Wide({ children }: { readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <div class="wide" tabIndex={0}>
      {children}
    </div>
  );
}
