import { describe, expect, it } from '@jest/globals';
import { Prospect } from './prospect.js';
import { type ProspectStatus } from './prospect.table.js';

const moment = { instant: '2026-11-24T09:00:00.000Z', today: '2026-11-24' };
const MARCO = {
  type: 'individual',
  first_name: 'Marco',
  last_name: 'Rossi',
  company_name: null,
  vat_number: null,
  email: 'marco@example.com',
  phone: '+393331234567',
  birth_date: '1985-03-15',
  tax_code: null,
  risk_category: null,
  language: 'en',
  notes: null,
} as const;

/** A prospect to whom these statuses came one after the other: by hand, or by itself where only that leads there. */
function whoWas(...statuses: ProspectStatus[]): Prospect {
  const prospect = new Prospect(1);
  prospect.create(MARCO, { assigned_broker: 3, referred_by: null, created_by: 3 }, moment);
  for (const status of statuses) {
    if (status === 'quoted' || status === 'policy_signed') prospect.advance(status, moment);
    else prospect.setStatus(status, moment);
  }
  return prospect;
}

describe('how far a prospect has come', () => {
  it.each<[ProspectStatus[], ProspectStatus, ProspectStatus]>([
    [[], 'new', 'new'],
    [['contacted'], 'contacted', 'contacted'],
    [['declined'], 'declined', 'new'],
    [['contacted', 'declined'], 'declined', 'contacted'],
    [['quoted', 'declined'], 'declined', 'quoted'],
    [['quoted', 'declined', 'contacted'], 'contacted', 'quoted'],
    [['declined', 'quoted', 'policy_signed'], 'policy_signed', 'policy_signed'],
  ])('after %j it is %s and has reached %s', (statuses, status, reached) => {
    expect(whoWas(...statuses).state).toMatchObject({ status, reached });
  });

  it('never goes backwards by itself', () => {
    const signed = whoWas('policy_signed');
    signed.commit();
    signed.advance('quoted', moment);
    expect(signed.getUncommittedEvents()).toEqual([]);
  });

  it.each<[ProspectStatus[], ProspectStatus]>([
    [[], 'quoted'],
    [['contacted'], 'quoted'],
    [['quoted'], 'quoted'],
    [['quoted', 'declined'], 'declined'],
    [['quoted', 'declined', 'contacted'], 'contacted'],
    [['policy_signed'], 'policy_signed'],
  ])('after %j a late word of its quotes leaves it %s', (statuses, status) => {
    const prospect = whoWas(...statuses);
    prospect.catchUp('quoted', moment);
    expect(prospect.state.status).toBe(status);
  });
});
