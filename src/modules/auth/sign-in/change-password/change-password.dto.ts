import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';

export class ChangePasswordDto {
  @ApiProperty({ example: 'correct-horse-battery-staple', format: 'password' })
  @IsString()
  @MaxLength(128)
  current_password: string;

  /** Not easy to guess: neither common nor repeated, no sequence, not your name. */
  @ApiProperty({ example: 'seven-quiet-lanterns-drift', format: 'password' })
  @IsString()
  @MinLength(8)
  @MaxLength(128)
  new_password: string;
}
