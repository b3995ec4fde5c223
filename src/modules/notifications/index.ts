export { type Letter, type Skipped } from './letter.js';
export { Letters } from './letters.js';
export { PolicyLetters } from './policy-letters.js';
export { MAIL } from './mail.table.js';
export { Mails } from './mails.js';
export { NotificationsModule } from './notifications.module.js';
