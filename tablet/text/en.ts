/** What the tablet says in English; the same keys as the Vietnamese table. */
import type { vi } from './vi.ts';

export const en: Record<keyof typeof vi, string> = {
  'page.title': 'Rate the service',

  'ask.counter': 'Please rate the service at counter {number}',
  'ask.site': 'Please rate the service at {site}',
  'ask.how': 'Touch one face; your name is not recorded',
  'ask.slow': 'Saving your rating, please wait…',
  'ask.larger': 'Larger text',
  'ask.faces': 'Ratings',

  'thanks.title': 'Thank you for your rating.',
  'thanks.again': 'Choose again',
  'thanks.sent': 'Your rating has been sent and cannot be changed.',

  'paused.title': 'Ratings are paused',
  'paused.text':
    'The device cannot save at the moment and has paused, so that nobody’s answer is lost. A rating without a thank-you was not recorded. It will go on by itself.',

  'hotline.feedback': 'Complaints and suggestions',
  'queue.line': 'Waiting to be sent: {n}',
};
