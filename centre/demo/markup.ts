/** HTML as a value: whatever is put in is escaped, unless it is markup already; it knows no page. */

export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Part[] | false | undefined;

/** Tag for template literals: html`<p>${text}</p>`. Lists are joined; false and undefined give nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = strings[0] ?? '';
  parts.forEach((part, i) => {
    markup += textOf(part) + (strings[i + 1] ?? '');
  });
  return { markup };
}

/** Markup made elsewhere by us, such as an SVG. */
export const trusted = (markup: string): Markup => ({ markup });

function textOf(part: Part): string {
  if (part === false || part === undefined) return '';
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map(textOf).join('');
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
