import { themesDe } from './themes-de.js';
import { themesEn } from './themes-en.js';
import { themesEs } from './themes-es.js';
import { themesFr } from './themes-fr.js';
import { themesIt } from './themes-it.js';
import { themesPt } from './themes-pt.js';

/** A theme of the default taxonomy. */
export interface Theme { id: string; name: string }

/** The default taxonomy: what feedback about products and services speaks of. Ids are kept for ever; names are for people. */
export const themes: readonly Theme[] = [
  { id: 'delivery', name: 'Delivery' },
  { id: 'punctuality', name: 'Delays and punctuality' },
  { id: 'billing', name: 'Billing, charges and payments' },
  { id: 'refund', name: 'Refunds' },
  { id: 'checkout', name: 'Checkout and vouchers' },
  { id: 'account', name: 'Account and login' },
  { id: 'quality', name: 'Quality and defects' },
  { id: 'usability', name: 'Ease of use' },
  { id: 'performance', name: 'Speed of apps and sites' },
  { id: 'reliability', name: 'Crashes and failures' },
  { id: 'connectivity', name: 'Internet and signal' },
  { id: 'staff', name: 'Conduct of staff' },
  { id: 'support', name: 'Help from customer service' },
  { id: 'wait_time', name: 'Waiting and queues' },
  { id: 'communication', name: 'Information and answers' },
  { id: 'availability', name: 'Stock and availability' },
  { id: 'price', name: 'Price and value' },
  { id: 'returns', name: 'Returns and exchanges' },
  { id: 'safety', name: 'Safety' },
  { id: 'booking', name: 'Booking and changes of it' },
  { id: 'luggage', name: 'Luggage' },
  { id: 'cleanliness', name: 'Cleanliness' },
  { id: 'comfort', name: 'Seats, rooms and comfort' },
  { id: 'food', name: 'Food and drink' },
  { id: 'privacy', name: 'Privacy and unwanted contact' },
  { id: 'cancellation', name: 'Cancellations' },
  { id: 'rewards', name: 'Points, miles and memberships' },
  { id: 'fraud', name: 'Fraud and identity theft' },
  { id: 'reporting_errors', name: 'Errors in reports and records' },
  { id: 'debt_collection', name: 'Debt collection' },
  { id: 'loan', name: 'Loans and mortgages' },
];

/** For each language, lines of "theme weight: phrases" in the notation of `Phrasebook`. */
export const themePhrases = { en: themesEn, es: themesEs, de: themesDe, fr: themesFr, it: themesIt, pt: themesPt };
