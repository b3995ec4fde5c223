import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { MAIL_CONFIG, Mailer, type MailConfig } from './mailer.js';

/** The way out for mails: `SMTP_URL`, or `.eml` files in `DATA_DIR/mail`. It connects with the first mail. */
@Module({
  providers: [
    Mailer,
    {
      provide: MAIL_CONFIG,
      inject: [CONFIG],
      useFactory: ({ SMTP_URL, MAIL_FROM, DATA_DIR }: Config): MailConfig => ({
        smtpUrl: SMTP_URL,
        from: MAIL_FROM,
        folder: join(DATA_DIR, 'mail'),
      }),
    },
  ],
  exports: [Mailer],
})
export class MailModule {}
