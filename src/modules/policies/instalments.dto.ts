import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { moneyToWire } from '../../kernel/money.js';
import { IsDay } from '../../platform/http/input/validators.js';
import { WithDecimals } from '../../platform/http/answers/with-decimals.js';
import { type Instalment, type PolicyState } from './policy.table.js';

const instalmentStatuses = ['open', 'overdue', 'paid', 'dropped'] as const;
const MOST_TERMS = 1000;

export class ListInstalmentsDto {
  /** Of this term alone. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_TERMS)
  term?: number;
}

export class PayInstalmentDto {
  /** The day on which the money came, from the signing day to today; without it, today. */
  @IsOptional()
  @IsDay()
  paid_on?: string | null;

  /** The newest one unless named. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_TERMS)
  term?: number | null;
}

export class InstalmentDto {
  term: number;
  /** 1 to 12 within the term. */
  number: number;
  due_date: string;
  @WithDecimals() amount: number;
  /** Of a cancelled policy, what was not paid is dropped. */
  @ApiProperty({ enum: instalmentStatuses })
  status: (typeof instalmentStatuses)[number];
  paid_on: string | null;
  /** Once a reminder was sent: the policy is cancelled on this day unless it is paid before. */
  lapses_on: string | null;
}

export function instalmentDto(instalment: Instalment, policy: PolicyState, today: string): InstalmentDto {
  const { term, number, due_date, amount, paid_on, lapses_on } = instalment;
  const unpaid = policy.status === 'cancelled' ? 'dropped' : due_date < today ? 'overdue' : 'open';
  return {
    term,
    number,
    due_date,
    amount: moneyToWire(amount),
    status: paid_on ? 'paid' : unpaid,
    paid_on,
    lapses_on: lapses_on ?? null,
  };
}
