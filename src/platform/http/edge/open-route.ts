import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

/** Metadata key under which a route says who may take it; `open` is everybody. */
export const ACCESS_ENTRY = 'access-entry';

/** The route is for everybody, signed in or not. */
export function OpenRoute(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS_ENTRY, 'open'), ApiExtension('x-roles', ['anybody']));
}
