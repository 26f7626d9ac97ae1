/** One line icon, built from data as real SVG elements; it is decoration: the words beside it say the same. */
import { h } from 'preact';

export type IconNodes = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

interface IconProps {
  readonly nodes: IconNodes;
  readonly class?: string;
}

export function Icon({ nodes, class: name }: IconProps) {
  return (
    <svg
      class={name === undefined ? 'icon' : `icon ${name}`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      focusable="false"
      aria-hidden="true"
    >
      {nodes.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
