import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

const SET_BY_HAND = ['contacted', 'declined'] as const;

export class ChangeProspectStatusDto {
  @ApiProperty({ enum: SET_BY_HAND, example: 'contacted' })
  @IsIn(SET_BY_HAND)
  status: 'contacted' | 'declined';
}
