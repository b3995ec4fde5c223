import { Injectable } from '@nestjs/common';
import { emailAddress } from '../../kernel/email-address.js';
import { unlinked } from '../../kernel/text.js';
import { sql } from '../../platform/database/sql.js';
import { columnsOf, having } from '../../platform/database/statements.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Role, USER } from '../auth/index.js';
import {
  displayName,
  type Language,
  PROSPECT,
  type ProspectState,
  type ProspectType,
  writtenPhone,
} from '../prospects/index.js';
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

interface ProspectLine extends ProspectState {
  broker_id: number | null;
  broker_name: string;
  broker_email: string;
  referrer_name: string | null;
}

const [broker, referrer] = [USER.as('broker'), USER.as('referrer')];

/** Names and addresses as they are when a mail is written; a queue or an event may hold older ones. No name becomes a link. */
@Injectable()
export class Correspondents {
  constructor(private readonly units: UnitOfWork) {}

  async findProspect(id: number): Promise<ProspectToWriteTo | undefined> {
    const [row] = await this.units.query<ProspectLine>(sql`
      SELECT ${PROSPECT.columns}, ${broker.id} AS broker_id, ${broker.username} AS broker_name,
        ${broker.email} AS broker_email, ${referrer.username} AS referrer_name
      FROM ${PROSPECT}
        LEFT JOIN ${broker} ON ${broker.id} = ${PROSPECT.assigned_broker} AND ${broker.is_active}
        LEFT JOIN ${referrer} ON ${referrer.id} = ${PROSPECT.referred_by}
      WHERE ${PROSPECT.id} = ${id}`);
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
      referredBy: row.referrer_name === null ? undefined : unlinked(row.referrer_name),
    };
  }

  /** A user, while active. */
  async findUser(id: number): Promise<{ id: number; name: string; email: string; role: Role } | undefined> {
    const [row] = await this.units.query<{ id: number; name: string; email: string; role: Role }>(sql`
      SELECT ${columnsOf(USER, 'id', 'email', 'role')}, ${USER.username} AS name
      FROM ${USER} WHERE ${USER.id} = ${id} AND ${USER.is_active}`);
    return row && { ...row, name: unlinked(row.name) };
  }

  /** Every active admin, in the order of their ids. */
  listAdmins(): Promise<{ id: number; email: string }[]> {
    return this.units.query(sql`
      SELECT ${columnsOf(USER, 'id', 'email')} FROM ${USER}
      WHERE ${having(USER, { role: 'admin', is_active: true })} ORDER BY ${USER.id}`);
  }
}
