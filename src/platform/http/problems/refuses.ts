import { ApiExtension } from '@nestjs/swagger';

/**
 * The business refusals that this operation can give, by code of the problem catalogue. What its kind of route
 * brings (sign-in, roles, ids, bodies, preconditions, keys) is added without saying.
 */
export const Refuses = (...codes: string[]): MethodDecorator => ApiExtension('x-problems', codes);
