import { ApiProperty } from '@nestjs/swagger';

export class HealthDto {
  @ApiProperty({
    enum: ['ok', 'degraded', 'unavailable'],
    example: 'ok',
    description: '`degraded`: requests are answered, and what they owe is safe but comes later.',
  })
  status: 'ok' | 'degraded' | 'unavailable';
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', enum: ['up', 'down'] },
    example: { postgres: 'up' },
    description: 'Each server that was asked: `postgres`, and `redis` where the queues are there.',
  })
  checks: Record<string, 'up' | 'down'>;
}
