import { Global, Module } from '@nestjs/common';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { MailModule } from '../../platform/mail/mail.module.js';
import { CatalogueModule } from '../catalogue/index.js';
import { PoliciesModule } from '../policies/index.js';
import { QuotesModule } from '../quotes/index.js';
import { Correspondents } from './correspondents.js';
import { Letters } from './letters.js';
import { PolicyLetters } from './policy-letters.js';
import { Mails } from './mails.js';

/** Global, since sagas are discovered one by one and no module of theirs could import this one. */
@Global()
@Module({
  imports: [MailModule, DocumentsModule, CatalogueModule, QuotesModule, PoliciesModule],
  providers: [Correspondents, Letters, PolicyLetters, Mails],
  exports: [Letters, PolicyLetters, Mails],
})
export class NotificationsModule {}
