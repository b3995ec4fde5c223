import { Injectable } from '@nestjs/common';
import { emailAddress } from '../../kernel/email-address.js';
import { unlinked } from '../../kernel/text.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Role } from '../auth/index.js';
import { displayName, type Language, type ProspectType, writtenPhone } from '../prospects/index.js';
import { type MailContact } from './templates/mail-data.js';

/** A prospect as somebody to write to or about. */
export interface ProspectToWriteTo {
  id: number;
  type: ProspectType;
  displayName: string;
  email: string;
  /** As people write it. */
  phone: string;
  language: Language;
  /** The assigned broker, while active; `email` only where answers would reach it. */
  broker?: MailContact & { id: number; address: string };
  /** User name of who referred the prospect. */
  referredBy?: string;
}

interface ProspectLine {
  id: number;
  type: ProspectType;
  first_name: string | null;
  last_name: string | null;
  company_name: string | null;
  email: string;
  phone: string;
  language: Language;
  broker_id: number | null;
  broker_name: string;
  broker_email: string;
  referrer: string | null;
}

/** Names and addresses as they are when a mail is written; a queue or an event may hold older ones. No name becomes a link. */
@Injectable()
export class Correspondents {
  constructor(private readonly units: UnitOfWork) {}

  async findProspect(id: number): Promise<ProspectToWriteTo | undefined> {
    const [row] = await this.units.queryText<ProspectLine>(
      `SELECT prospect.id, type, first_name, last_name, company_name, prospect.email, phone, language,
         broker.id AS broker_id, broker.username AS broker_name, broker.email AS broker_email,
         referrer.username AS referrer
       FROM prospect
       LEFT JOIN app_user broker ON broker.id = prospect.assigned_broker AND broker.is_active
       LEFT JOIN app_user referrer ON referrer.id = prospect.referred_by
       WHERE prospect.id = $1`,
      [id],
    );
    if (!row) return undefined;
    const { type, email, phone, language, broker_id, broker_name, broker_email } = row;
    return {
      id,
      type,
      email,
      language,
      phone: writtenPhone(phone),
      displayName: unlinked(displayName(row)),
      broker:
        broker_id === null
          ? undefined
          : {
              id: broker_id,
              name: unlinked(broker_name),
              address: broker_email,
              email: emailAddress(broker_email),
            },
      referredBy: row.referrer === null ? undefined : unlinked(row.referrer),
    };
  }

  /** A user, while active. */
  async findUser(id: number): Promise<{ id: number; name: string; email: string; role: Role } | undefined> {
    const [row] = await this.units.queryText<{ id: number; name: string; email: string; role: Role }>(
      'SELECT id, username AS name, email, role FROM app_user WHERE id = $1 AND is_active',
      [id],
    );
    return row && { ...row, name: unlinked(row.name) };
  }

  /** Every active admin, in the order of their ids. */
  listAdmins(): Promise<{ id: number; email: string }[]> {
    return this.units.queryText(`SELECT id, email FROM app_user WHERE role = 'admin' AND is_active ORDER BY id`);
  }
}
