import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { notFound } from '../../../kernel/domain-error.js';

/** The integer id that a path names. @throws not_found */
export function idOf(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > 2_147_483_647) throw notFound('resource');
  return Number(text);
}

@Injectable()
class IdPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    return idOf(text);
  }
}

/** A route's integer id; what is no such integer names nothing, so it is a 404. */
export const Id = (name = 'id'): ParameterDecorator => Param(name, IdPipe);
