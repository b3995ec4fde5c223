import { ApiProperty } from '@nestjs/swagger';

/**
 * A number of an answer that may have decimals: money (EUR, to the cent), a factor, a ratio, a percentage, a score.
 * Every other number of the API is an integer, and the OpenAPI document says so.
 */
export const WithDecimals = (): PropertyDecorator => ApiProperty(DECIMAL);

/** The schema of such a number. */
export const DECIMAL = { type: 'number', format: 'double' } as const;
