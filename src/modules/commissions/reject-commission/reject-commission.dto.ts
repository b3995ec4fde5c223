import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class RejectCommissionDto {
  /** @example 'The policy was sold by the branch' */
  @IsString()
  @IsNotEmpty()
  @MaxLength(1000)
  reason: string;
}
