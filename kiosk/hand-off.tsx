/** The way on by telephone: the site's own pages and numbers as QR symbols; nothing of a dossier or a person is in them. */
import phone from 'lucide-static/icons/phone.svg?nodes';
import smartphone from 'lucide-static/icons/smartphone.svg?nodes';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { useScreen } from '../shared/screen/screen.tsx';
import './hand-off.css';
import { drawQr } from './qr.ts';
import { useKioskWords } from './words.ts';

/** One link as a symbol that a telephone reads. */
export function Qr({ link, label }: { readonly link: string; readonly label: string }) {
  const { size, path } = drawQr(link);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect class="qr-paper" width={size} height={size} />
      <path class="qr-ink" d={path} />
    </svg>
  );
}

type Site = Pick<SiteConfig, 'handOff' | 'hotline'>;

/** The digits that a telephone dials. */
const dialled = (number: string): string => number.replace(/[^\d+]/g, '');

/** "Xem tiếp trên điện thoại": each target of the site in its order. The hotline is left out where it stands beside its number. */
export function HandOff({ site, withHotline }: { readonly site: Site; readonly withHotline: boolean }) {
  const words = useKioskWords();
  const hotline = `tel:${dialled(site.hotline.number)}`;
  const targets = site.handOff.filter(({ url }) => withHotline || url !== hotline);
  if (targets.length === 0) return null;
  return (
    <section class="hand-off">
      <h2>
        <Icon nodes={smartphone} />
        <span>{words.say('handOff.title')}</span>
      </h2>
      <ul>
        {targets.map(({ name, url }) => (
          <li key={url}>
            <Qr link={url} label={words.say('handOff.code', { name: words.pick(name) })} />
            <span>{words.pick(name)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The hotline in words, and beside it as a symbol that a telephone dials. */
export function HotlineCode({ site }: { readonly site: Pick<SiteConfig, 'hotline'> }) {
  const { words: common } = useScreen();
  const words = useKioskWords();
  const { number, hours } = site.hotline;
  return (
    <section class="hotline-code">
      <Qr link={`tel:${dialled(number)}`} label={words.say('handOff.call', { number })} />
      <p>
        <Icon nodes={phone} />
        <span>
          {common.say('hotline.label')}: <strong class="hotline-number">{number}</strong>
          {hours !== undefined && <span class="hotline-hours">{words.pick(hours)}</span>}
        </span>
      </p>
    </section>
  );
}
