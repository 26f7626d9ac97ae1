/** Words that depend on the site: where the scanner is and where a person helps. */
import type { SiteConfig } from '../shared/contract/site-config.ts';
import type { RestWords } from './words.ts';

export function sayGuide(words: RestWords, site: Pick<SiteConfig, 'guideDesk'>): string {
  return site.guideDesk === undefined ? words.say('guide.desk') : words.pick(site.guideDesk);
}

export function sayScanPlace(words: RestWords, site: Pick<SiteConfig, 'kiosk'>): string {
  const place = site.kiosk.scanPlace;
  return place === undefined ? words.say('attract.place') : words.pick(place);
}
